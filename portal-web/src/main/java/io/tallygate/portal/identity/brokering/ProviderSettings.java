package io.tallygate.portal.identity.brokering;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;

/// What a provider says of itself, read from its document once it was checked.
public sealed interface ProviderSettings {
    /// What it calls itself: an issuer, or an entity id.
    String issuer();

    JsonObject json();

    /// @param authorization  where browsers are sent
    /// @param token          where Keycloak turns a code into tokens
    /// @param keys           what the tokens are signed with
    record Oidc(String issuer, String authorization, String token, String keys) implements ProviderSettings {
        @Override
        public JsonObject json() {
            return Json.createObjectBuilder()
                    .add("issuer", issuer)
                    .add("authorization", authorization)
                    .add("token", token)
                    .add("keys", keys)
                    .build();
        }
    }

    /// @param signOn        where browsers are sent, by POST
    /// @param certificates  base64 without line ends; at least one
    record Saml(String issuer, String signOn, List<String> certificates) implements ProviderSettings {
        public Saml {
            certificates = List.copyOf(certificates);
        }

        @Override
        public JsonObject json() {
            JsonArrayBuilder all = Json.createArrayBuilder();
            certificates.forEach(all::add);
            return Json.createObjectBuilder()
                    .add("issuer", issuer)
                    .add("signOn", signOn)
                    .add("certificates", all)
                    .build();
        }
    }

    /// @param json  as [#json] made it
    static ProviderSettings of(ProviderKind kind, String json) {
        JsonObject settings;
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            settings = reader.readObject();
        }
        return switch (kind) {
            case OIDC ->
                new Oidc(
                        settings.getString("issuer"),
                        settings.getString("authorization"),
                        settings.getString("token"),
                        settings.getString("keys"));
            case SAML ->
                new Saml(
                        settings.getString("issuer"),
                        settings.getString("signOn"),
                        settings.getJsonArray("certificates").getValuesAs(JsonString::getString));
        };
    }
}
