package io.tallygate.stack.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        for (Map.Entry<String, JsonNode> flow : RealmFile.flows().properties()) {
            applyFlow(flow.getKey(), flow.getValue(), changed);
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
        ObjectNode settings =
                wanted.deepCopy().without(List.of("defaultClientScopes", "optionalClientScopes", "protocolMappers"));
        String path = "/clients/" + running.path("id").asText();
        if (differs("client " + name, settings, running, changed)) {
            keycloak.put(path, merged((ObjectNode) running, settings));
        }
        applyMappers(name, path, wanted.path("protocolMappers"), changed);
        applyScopes(name, path, "default", wanted.path("defaultClientScopes"), changed);
        applyScopes(name, path, "optional", wanted.path("optionalClientScopes"), changed);
    }

    /// By their names; others that somebody added stay.
    private void applyMappers(String name, String client, JsonNode wanted, List<String> changed)
            throws IOException, InterruptedException {
        String path = client + "/protocol-mappers/models";
        JsonNode all = keycloak.get(path);
        for (JsonNode mapper : wanted) {
            String what =
                    "client %s: mapper %s".formatted(name, mapper.path("name").asText());
            JsonNode running = named(all, "name", mapper.path("name").asText());
            if (running.isMissingNode()) {
                keycloak.post(path, mapper);
                changed.add(what);
            } else if (differs(what, mapper, running, changed)) {
                keycloak.put(
                        path + "/" + running.path("id").asText(), merged((ObjectNode) running, (ObjectNode) mapper));
            }
        }
    }

    /// Every step is required, in order. One that somebody changed is made anew, in place: providers name it.
    private void applyFlow(String name, JsonNode wanted, List<String> changed)
            throws IOException, InterruptedException {
        if (named(keycloak.get("/authentication/flows"), "alias", name).isMissingNode()) {
            keycloak.post(
                    "/authentication/flows",
                    keycloak.object()
                            .put("alias", name)
                            .put("description", wanted.path("description").asText())
                            .put("providerId", "basic-flow")
                            .put("topLevel", true)
                            .put("builtIn", false));
            changed.add("flow " + name);
        }
        String path = "/authentication/flows/" + KeycloakAdmin.encode(name).replace("+", "%20") + "/executions";
        List<String> steps = new ArrayList<>();
        wanted.path("steps").forEach(step -> steps.add(step.asText()));
        if (isAsWanted(steps, keycloak.get(path))) {
            return;
        }
        for (JsonNode step : keycloak.get(path)) {
            keycloak.delete("/authentication/executions/" + step.path("id").asText());
        }
        for (String step : steps) {
            keycloak.post(path + "/execution", keycloak.object().put("provider", step));
        }
        for (JsonNode step : keycloak.get(path)) {
            keycloak.put(path, ((ObjectNode) step).put("requirement", "REQUIRED"));
        }
        changed.add("flow %s: steps".formatted(name));
    }

    private static boolean isAsWanted(List<String> steps, JsonNode running) {
        List<String> names = new ArrayList<>();
        boolean required = true;
        for (JsonNode step : running) {
            names.add(step.path("providerId").asText());
            required &= step.path("requirement").asText().equals("REQUIRED");
        }
        return required && names.equals(steps);
    }

    private static JsonNode named(JsonNode all, String member, String name) {
        for (JsonNode one : all) {
            if (one.path(member).asText().equals(name)) {
                return one;
            }
        }
        return MissingNode.getInstance();
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
