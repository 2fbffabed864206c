package io.tallygate.load.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Replaces what Keycloak signs its tokens with, as an operator would after a theft: a new key, and the old one is no
/// more.
public final class KeycloakKeys {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROVIDER = "rsa-generated";
    private static final String KIND = "org.keycloak.keys.KeyProvider";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI keycloak;
    private final String user;
    private final String password;

    public KeycloakKeys(Stack stack) throws IOException {
        this.keycloak = stack.keycloak();
        this.user = stack.keycloakUser();
        this.password = stack.keycloakPassword();
    }

    public void rotate() throws IOException, InterruptedException {
        String token = token();
        List<String> old = new ArrayList<>();
        for (JsonNode key : JSON.readTree(call(token, "GET", "/components?type=" + KIND, "", 200))) {
            if (key.path("providerId").asText().equals(PROVIDER)) {
                old.add(key.path("id").asText());
            }
        }
        ObjectNode fresh = JSON.createObjectNode()
                .put("name", "drill-" + System.currentTimeMillis())
                .put("providerId", PROVIDER)
                .put("providerType", KIND);
        ObjectNode config = fresh.putObject("config");
        config.putArray("priority").add("200");
        config.putArray("enabled").add("true");
        config.putArray("active").add("true");
        call(token, "POST", "/components", fresh.toString(), 201);
        for (String id : old) {
            call(token, "DELETE", "/components/" + id, "", 204);
        }
    }

    private String token() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(keycloak + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "client_id=admin-cli&grant_type=password&username=%s&password=%s"
                                        .formatted(form(user), form(password))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    private String call(String token, String method, String path, String body, int expected)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(keycloak + "/admin/realms/tallygate" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("%s %s answered %d".formatted(method, path, answer.statusCode()));
        }
        return answer.body();
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
