package io.tallygate.portal.account.web;

import io.tallygate.portal.account.PersonalToken;
import io.tallygate.portal.api.IfMatch;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A personal token as the control API shows it, without its text.
final class TokenJson {
    private TokenJson() {}

    static JsonObjectBuilder of(PersonalToken token) {
        JsonObjectBuilder json = lasting(token);
        add(json, "lastUsedAt", token.lastUsedAt());
        return json;
    }

    /// The same for as long as the token lives: being used does not change it.
    static String tag(PersonalToken token) {
        return IfMatch.tag(lasting(token).build());
    }

    private static JsonObjectBuilder lasting(PersonalToken token) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", token.id().toString())
                .add("name", token.name())
                .add("email", token.email())
                .add("last4", token.last4())
                .add("scopes", Json.createArrayBuilder(token.scopes()))
                .add("createdAt", token.createdAt().toString());
        add(json, "expiresAt", token.expiresAt());
        return json;
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable Instant instant) {
        if (instant == null) {
            json.addNull(member);
        } else {
            json.add(member, instant.toString());
        }
    }
}
