package io.tallygate.stack.part;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The few calls of Keycloak's administration that the stack needs. A token lives a minute: sign in, do it, drop it.
public final class KeycloakAdmin {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final String token;

    private KeycloakAdmin(String base, String token) {
        this.base = base;
        this.token = token;
    }

    public static KeycloakAdmin signIn(String keycloak, String password) throws IOException, InterruptedException {
        String token = passwordGrant(keycloak, "master", "client_id=admin-cli", Keycloak.ADMINISTRATOR, password);
        return new KeycloakAdmin(keycloak + "/admin/realms/" + Installation.REALM, token);
    }

    /// @param client  the client's parameters, form encoded
    /// @return        an access token
    public static String passwordGrant(String keycloak, String realm, String client, String user, String password)
            throws IOException, InterruptedException {
        String form = "%s&grant_type=password&scope=openid%%20profile%%20email&username=%s&password=%s"
                .formatted(client, encode(user), encode(password));
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("%s/realms/%s/protocol/openid-connect/token".formatted(keycloak, realm)))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "Keycloak refused to sign %s in: %d %s".formatted(user, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    void setRedirects(String clientId, String portalUrl) throws IOException, InterruptedException {
        ObjectNode client = (ObjectNode)
                JSON.readTree(send("GET", "/clients?clientId=" + clientId, "").body())
                        .path(0);
        client.set("redirectUris", array(portalUrl + "/*"));
        client.set("webOrigins", array(portalUrl));
        client.put("rootUrl", portalUrl).put("baseUrl", "/");
        ((ObjectNode) client.path("attributes")).put("post.logout.redirect.uris", portalUrl + "/*");
        expect(send("PUT", "/clients/" + client.path("id").asText(), client.toString()), 204);
    }

    /// Adds a user whose e-mail counts as verified; one that exists already stays as it is.
    public void addUser(String email, String firstName, String lastName, String locale, String password)
            throws IOException, InterruptedException {
        ObjectNode user = JSON.createObjectNode()
                .put("username", email)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", firstName)
                .put("lastName", lastName);
        user.putObject("attributes").set("locale", array(locale));
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        expect(send("POST", "/users", user.toString()), 201, 409);
    }

    /// Adds a confidential client for scripts, which signs people in by name and password. Sample data only.
    public void addScriptClient(String clientId, String secret) throws IOException, InterruptedException {
        ObjectNode client = JSON.createObjectNode()
                .put("clientId", clientId)
                .put("name", "Scripts (sample data)")
                .put("secret", secret)
                .put("publicClient", false)
                .put("standardFlowEnabled", false)
                .put("directAccessGrantsEnabled", true);
        expect(send("POST", "/clients", client.toString()), 201, 409);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void expect(HttpResponse<String> answer, int... good) throws IOException {
        for (int status : good) {
            if (answer.statusCode() == status) {
                return;
            }
        }
        throw new IOException("%s %s answered %d: %s"
                .formatted(
                        answer.request().method(),
                        answer.request().uri().getPath(),
                        answer.statusCode(),
                        answer.body()));
    }

    private static ArrayNode array(String value) {
        return JSON.createArrayNode().add(value);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
