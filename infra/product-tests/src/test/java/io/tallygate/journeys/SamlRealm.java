package io.tallygate.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A tenant's own SAML identity provider, a real one: another realm of the stack's Keycloak, with its own people and
/// keys. It checks our requests' signatures and signs its assertions.
final class SamlRealm implements AutoCloseable {
    static final String PASSWORD = "known at the tenant's provider";

    private final KeycloakRealm ours;
    private final KeycloakRealm own;

    private SamlRealm(KeycloakRealm ours, KeycloakRealm own) {
        this.ours = ours;
        this.own = own;
    }

    static SamlRealm start(RunningStack stack, String name, List<String> addresses)
            throws IOException, InterruptedException {
        KeycloakRealm own = new KeycloakRealm(stack, name);
        ObjectNode realm =
                ControlApi.object().put("realm", name).put("enabled", true).put("sslRequired", "none");
        var users = realm.putArray("users");
        for (String address : addresses) {
            ObjectNode user = users.addObject()
                    .put("username", address)
                    .put("email", address)
                    .put("emailVerified", true)
                    .put("enabled", true)
                    .put("firstName", "Sami")
                    .put("lastName", "Berg");
            user.putArray("credentials").addObject().put("type", "password").put("value", PASSWORD);
        }
        own.make(realm);
        return new SamlRealm(KeycloakRealm.ours(stack), own);
    }

    String metadataUrl() {
        return own.address() + "/protocol/saml/descriptor";
    }

    boolean isAt(String address) {
        return address.startsWith(own.address() + "/");
    }

    /// What an administrator there enters of what our control API shows, with the key that our requests are signed
    /// with.
    void knows(JsonNode provider) throws IOException, InterruptedException {
        String callback = provider.path("callback").asText();
        ObjectNode client = ControlApi.object()
                .put("clientId", provider.path("entityId").asText())
                .put("protocol", "saml")
                .put("enabled", true)
                .put("frontchannelLogout", true);
        client.putArray("redirectUris").add(callback);
        ObjectNode attributes = client.putObject("attributes");
        Map.of(
                        "saml.client.signature", "true",
                        "saml.signing.certificate", ourCertificate(),
                        "saml.assertion.signature", "true",
                        "saml.server.signature", "true",
                        "saml.signature.algorithm", "RSA_SHA256",
                        "saml.force.post.binding", "true",
                        "saml_name_id_format", "email",
                        "saml_force_name_id_format", "true",
                        "saml_assertion_consumer_url_post", callback)
                .forEach(attributes::put);
        own.post("/clients", client);
    }

    private String ourCertificate() throws IOException, InterruptedException {
        JsonNode keys = ours.get("/keys");
        String active = keys.at("/active/RS256").asText();
        for (JsonNode key : keys.path("keys")) {
            if (key.path("kid").asText().equals(active)) {
                return key.path("certificate").asText();
            }
        }
        throw new IllegalStateException("our realm has no key for RS256");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        own.remove();
    }
}
