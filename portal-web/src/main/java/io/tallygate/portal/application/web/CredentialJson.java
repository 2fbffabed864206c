package io.tallygate.portal.application.web;

import io.tallygate.portal.application.Credential;
import io.tallygate.portal.application.CredentialKind;
import io.tallygate.portal.application.Credentials;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
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
                .add("kind", credential.kind().wireName())
                .add("last4", text(credential.last4()))
                .add("identity", text(credential.identity()))
                .add("issuer", text(credential.issuer()))
                .add("scopes", Json.createArrayBuilder(credential.scopes()))
                .add("status", credential.status(now))
                .add("createdAt", credential.createdAt().toString());
        add(json, "expiresAt", credential.expiresAt());
        add(json, "revokedAt", credential.revokedAt());
        return json;
    }

    /// With its secret, this once.
    static JsonObject of(Credentials.Issued issued, Instant now) {
        JsonObjectBuilder json = of(issued.credential(), now);
        if (issued.secret() != null) {
            json.add(
                    issued.credential().kind() == CredentialKind.BASIC ? "password" : "key",
                    issued.secret().text());
        }
        return json.build();
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonValue.NULL : Json.createValue(text);
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable Instant instant) {
        if (instant == null) {
            json.addNull(member);
        } else {
            json.add(member, instant.toString());
        }
    }
}
