package io.tallygate.portal.consumer.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.consumer.ConsumerMember;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/// A member of a consumer as the control API shows it.
final class TeamJson {
    private TeamJson() {}

    static JsonObjectBuilder of(ConsumerMember member) {
        return Json.createObjectBuilder()
                .add("id", member.id().toString())
                .add("email", member.email())
                .add("name", member.name())
                .add("role", member.role().wireName())
                .add("signedIn", member.hasSignedIn())
                .add("createdAt", member.createdAt().toString());
    }

    static String tag(ConsumerMember member) {
        return IfMatch.tag(of(member).build());
    }
}
