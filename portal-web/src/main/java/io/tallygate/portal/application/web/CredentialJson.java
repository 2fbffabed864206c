package io.tallygate.portal.application.web;

import io.tallygate.portal.application.Credential;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// API keys as the control API writes them, without their text.
final class CredentialJson {
    private CredentialJson() {}

    static JsonObjectBuilder of(Credential credential, Instant now) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", credential.id().toString())
                .add("application", credential.applicationId().toString())
                .add("name", credential.name())
                .add("environment", credential.environment())
                .add("last4", credential.last4())
                .add("status", credential.status(now))
                .add("createdAt", credential.createdAt().toString());
        add(json, "expiresAt", credential.expiresAt());
        add(json, "revokedAt", credential.revokedAt());
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
