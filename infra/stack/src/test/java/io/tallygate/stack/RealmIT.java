package io.tallygate.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.stack.part.Installation;
import io.tallygate.stack.realm.KeycloakAdmin;
import io.tallygate.stack.realm.RealmFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The running realm is what its file says, on a first start and on one that finds a realm somebody has changed.
class RealmIT {
    private static final int OFFSET = 4760;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path data;

    private static Commands commands;

    @BeforeAll
    static void up() throws IOException, InterruptedException {
        commands = new Commands(data, 400);
        String said = commands.run(
                "up",
                "--detach",
                "--no-build",
                "--port-offset",
                "" + OFFSET,
                "--without",
                "clickhouse,upstreams,portal,gateway");
        assertThat(said).contains("Tallygate is up");
    }

    @AfterAll
    static void down() throws IOException, InterruptedException {
        commands.run("down");
    }

    @Test
    void a_realm_is_what_the_file_says_and_is_so_again_after_somebody_changed_it() throws Exception {
        assertThat(differences()).isEmpty();
        KeycloakAdmin keycloak = admin();
        keycloak.addUser("kept@acme.example", "Kim", "Kept", "en", "a-long-password-of-kim");
        spoil(keycloak);
        assertThat(differences())
                .contains(
                        "/bruteForceProtected",
                        "/ssoSessionMaxLifespan",
                        "/clients/portal/attributes/backchannel.logout.url",
                        "/clients/portal/defaultClientScopes",
                        "/clients/portal/protocolMappers/identity provider/config/id.token.claim",
                        "/flows/known people",
                        "/users/portal-service/roles");

        commands.run("down", "--part", "keycloak");
        assertThat(commands.run("up", "--part", "keycloak")).contains("ready at");

        awaitNoDifferences(); // its supervisor applies the file once it answers
        assertThat(admin().get("/users?exact=true&email=kept@acme.example"))
                .as("what people added stays")
                .hasSize(1);
    }

    private static void spoil(KeycloakAdmin keycloak) throws IOException, InterruptedException {
        keycloak.put(
                "", JSON.createObjectNode().put("bruteForceProtected", false).put("ssoSessionMaxLifespan", 99));
        ObjectNode portal = (ObjectNode) client(keycloak, "portal");
        ((ObjectNode) portal.path("attributes")).put("backchannel.logout.url", "https://elsewhere.example/");
        keycloak.put("/clients/" + portal.path("id").asText(), portal);
        String scopes =
                "/clients/%s/default-client-scopes".formatted(portal.path("id").asText());
        for (JsonNode scope : keycloak.get(scopes)) {
            if (scope.path("name").asText().equals("email")) {
                keycloak.delete(scopes + "/" + scope.path("id").asText());
            }
        }
        JsonNode mapper = portal.path("protocolMappers").path(0);
        ((ObjectNode) mapper.path("config")).put("id.token.claim", "false");
        keycloak.put(
                "/clients/%s/protocol-mappers/models/%s"
                        .formatted(portal.path("id").asText(), mapper.path("id").asText()),
                mapper);
        keycloak.delete("/authentication/executions/"
                + keycloak.get("/authentication/flows/known%20people/executions")
                        .path(0)
                        .path("id")
                        .asText());
        String management = client(keycloak, "realm-management").path("id").asText();
        ArrayNode more =
                JSON.createArrayNode().add(keycloak.get("/clients/%s/roles/manage-realm".formatted(management)));
        keycloak.post(rolesOfService(keycloak), more);
    }

    private static void awaitNoDifferences() throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (!differences().isEmpty() && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
        }
        assertThat(differences()).isEmpty();
    }

    /// Compares by itself: the product's own comparison may be what is wrong.
    private static List<String> differences() throws IOException, InterruptedException {
        KeycloakAdmin keycloak = admin();
        ObjectNode wanted = RealmFile.read(values());
        List<String> differences = new ArrayList<>();
        compare("", wanted.deepCopy().without(List.of("clients", "users")), keycloak.get(""), differences);
        for (JsonNode each : wanted.path("clients")) {
            ObjectNode running =
                    (ObjectNode) client(keycloak, each.path("clientId").asText());
            String path = "/clients/" + running.path("id").asText();
            running.set("secret", keycloak.get(path + "/client-secret").path("value"));
            String pointer = "/clients/" + each.path("clientId").asText();
            compare(pointer, ((ObjectNode) each).deepCopy().without("protocolMappers"), running, differences);
            for (JsonNode mapper : each.path("protocolMappers")) {
                String name = mapper.path("name").asText();
                JsonNode found = JSON.createObjectNode();
                for (JsonNode one : running.path("protocolMappers")) {
                    found = one.path("name").asText().equals(name) ? one : found;
                }
                compare(pointer + "/protocolMappers/" + name, mapper, found, differences);
            }
        }
        for (Map.Entry<String, JsonNode> flow : RealmFile.flows().properties()) {
            List<String> steps = new ArrayList<>();
            keycloak.find("/authentication/flows/" + flow.getKey().replace(" ", "%20") + "/executions")
                    .ifPresent(all -> all.forEach(step -> steps.add(step.path("providerId")
                                    .asText() + " " + step.path("requirement").asText())));
            List<String> required = new ArrayList<>();
            flow.getValue().path("steps").forEach(step -> required.add(step.asText() + " REQUIRED"));
            if (!steps.equals(required)) {
                differences.add("/flows/" + flow.getKey());
            }
        }
        Set<String> roles = new TreeSet<>();
        keycloak.get(rolesOfService(keycloak))
                .forEach(role -> roles.add(role.path("name").asText()));
        if (!roles.equals(texts(wanted.at("/users/0/clientRoles/realm-management")))) {
            differences.add("/users/portal-service/roles");
        }
        return differences;
    }

    private static void compare(String pointer, JsonNode wanted, JsonNode running, List<String> differences) {
        switch (wanted.getNodeType()) {
            case OBJECT ->
                wanted.properties()
                        .forEach(member -> compare(
                                pointer + "/" + member.getKey(),
                                member.getValue(),
                                running.path(member.getKey()),
                                differences));
            case ARRAY -> {
                if (!texts(wanted).equals(texts(running))) {
                    differences.add(pointer);
                }
            }
            default -> {
                if (!wanted.asText().equals(running.asText())) {
                    differences.add(pointer);
                }
            }
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String rolesOfService(KeycloakAdmin keycloak) throws IOException, InterruptedException {
        String client = client(keycloak, "portal-service").path("id").asText();
        String account = keycloak.get("/clients/%s/service-account-user".formatted(client))
                .path("id")
                .asText();
        return "/users/%s/role-mappings/clients/%s"
                .formatted(
                        account, client(keycloak, "realm-management").path("id").asText());
    }

    private static JsonNode client(KeycloakAdmin keycloak, String name) throws IOException, InterruptedException {
        return keycloak.get("/clients?clientId=" + name).path(0);
    }

    private static KeycloakAdmin admin() throws IOException, InterruptedException {
        JsonNode stack = commands.stack();
        return KeycloakAdmin.signIn(
                stack.path("keycloak").asText(),
                Installation.REALM,
                stack.path("keycloakAdmin").path("user").asText(),
                stack.path("keycloakAdmin").path("password").asText());
    }

    private static Map<String, String> values() throws IOException {
        JsonNode secrets = commands.json("secrets.json");
        return Map.of(
                "portalUrl",
                "http://localhost:" + (9080 + OFFSET),
                "portalSecret",
                secrets.path("oidc.portal").asText(),
                "serviceSecret",
                secrets.path("oidc.service").asText(),
                "smtpHost",
                "127.0.0.1",
                "smtpPort",
                "" + (1025 + OFFSET),
                "smtpFrom",
                "no-reply@tallygate.example");
    }
}
