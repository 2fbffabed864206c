package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Member;
import io.tallygate.portal.api.IfMatch;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/// A member as the control API shows it.
final class MemberJson {
    private MemberJson() {}

    static JsonObjectBuilder of(Member member) {
        return Json.createObjectBuilder()
                .add("id", member.id().toString())
                .add("email", member.email())
                .add("name", member.name())
                .add("role", member.role().wireName())
                .add("signedIn", member.hasSignedIn())
                .add("createdAt", member.createdAt().toString());
    }

    static String tag(Member member) {
        return IfMatch.tag(of(member).build());
    }
}
