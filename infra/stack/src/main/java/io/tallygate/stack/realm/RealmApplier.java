package io.tallygate.stack.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Brings a realm to what the file says: makes it when there is none, else changes what differs and nothing else.
/// Safe to run at every start. People, organisations and providers that were added since are not the file's to say.
public final class RealmApplier {
    private static final String MANAGEMENT = "realm-management";

    private final KeycloakAdmin keycloak;

    public RealmApplier(KeycloakAdmin keycloak) {
        this.keycloak = keycloak;
    }

    /// @return  what was changed, for whoever watches the start; empty when all was as it should be
    public List<String> apply(ObjectNode wanted) throws IOException, InterruptedException {
        List<String> changed = new ArrayList<>();
        if (keycloak.find("").isEmpty()) {
            keycloak.createRealm(wanted);
            changed.add("realm");
        }
        ObjectNode settings = wanted.deepCopy().without(List.of("clients", "users"));
        if (differs("realm", settings, keycloak.get(""), changed)) {
            keycloak.put("", settings);
        }
        for (JsonNode client : wanted.path("clients")) {
            applyClient((ObjectNode) client, changed);
        }
        for (JsonNode user : wanted.path("users")) {
            applyRoles(
                    user.path("serviceAccountClientId").asText(),
                    user.path("clientRoles").path(MANAGEMENT),
                    changed);
        }
        return changed;
    }

    private void applyClient(ObjectNode wanted, List<String> changed) throws IOException, InterruptedException {
        String name = wanted.path("clientId").asText();
        JsonNode running = client(name);
        if (running.isMissingNode()) {
            keycloak.post("/clients", wanted);
            changed.add("client " + name);
            return;
        }
        ObjectNode settings = wanted.deepCopy().without(List.of("defaultClientScopes", "optionalClientScopes"));
        String path = "/clients/" + running.path("id").asText();
        if (differs("client " + name, settings, running, changed)) {
            keycloak.put(path, merged((ObjectNode) running, settings));
        }
        applyScopes(name, path, "default", wanted.path("defaultClientScopes"), changed);
        applyScopes(name, path, "optional", wanted.path("optionalClientScopes"), changed);
    }

    /// A client's scopes are no part of what Keycloak takes when a client is changed: each is put and taken by itself.
    private void applyScopes(String name, String client, String kind, JsonNode wanted, List<String> changed)
            throws IOException, InterruptedException {
        String path = "%s/%s-client-scopes".formatted(client, kind);
        Set<String> missing = texts(wanted);
        for (JsonNode running : keycloak.get(path)) {
            if (!missing.remove(running.path("name").asText())) {
                keycloak.delete(path + "/" + running.path("id").asText());
                changed.add("client %s: scope %s"
                        .formatted(name, running.path("name").asText()));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        for (JsonNode scope : keycloak.get("/client-scopes")) {
            if (missing.remove(scope.path("name").asText())) {
                keycloak.put(path + "/" + scope.path("id").asText(), keycloak.object());
                changed.add(
                        "client %s: scope %s".formatted(name, scope.path("name").asText()));
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("Keycloak knows no client scope " + missing);
        }
    }

    /// A service client holds exactly the roles that the file gives it.
    private void applyRoles(String client, JsonNode wanted, List<String> changed)
            throws IOException, InterruptedException {
        String account = keycloak.get("/clients/%s/service-account-user"
                        .formatted(client(client).path("id").asText()))
                .path("id")
                .asText();
        String management = client(MANAGEMENT).path("id").asText();
        String path = "/users/%s/role-mappings/clients/%s".formatted(account, management);
        Set<String> names = texts(wanted);
        ArrayNode surplus = keycloak.array();
        for (JsonNode held : keycloak.get(path)) {
            if (!names.remove(held.path("name").asText())) {
                surplus.add(held);
            }
        }
        ArrayNode missing = keycloak.array();
        for (String name : names) {
            missing.add(keycloak.get("/clients/%s/roles/%s".formatted(management, name)));
        }
        if (!surplus.isEmpty()) {
            keycloak.delete(path, surplus);
            changed.add("client %s: roles taken away".formatted(client));
        }
        if (!missing.isEmpty()) {
            keycloak.post(path, missing);
            changed.add("client %s: roles given".formatted(client));
        }
    }

    private JsonNode client(String name) throws IOException, InterruptedException {
        return keycloak.get("/clients?clientId=" + KeycloakAdmin.encode(name)).path(0);
    }

    private static boolean differs(String what, JsonNode wanted, JsonNode running, List<String> changed) {
        List<String> differences = Contained.differences(wanted, running);
        differences.forEach(pointer -> changed.add(what + ": " + pointer));
        return !differences.isEmpty();
    }

    /// Objects grow together, everything else is replaced.
    private static ObjectNode merged(ObjectNode running, ObjectNode wanted) {
        ObjectNode merged = running.deepCopy();
        wanted.properties().forEach(member -> {
            JsonNode before = merged.path(member.getKey());
            merged.set(
                    member.getKey(),
                    before.isObject() && member.getValue().isObject()
                            ? merged((ObjectNode) before, (ObjectNode) member.getValue())
                            : member.getValue());
        });
        return merged;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
