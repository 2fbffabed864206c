package io.tallygate.stack.realm;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keycloak's administration over plain HTTP, below one realm. A token lives a minute: sign in, do it, drop it.
public final class KeycloakAdmin {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String realms;
    private final String realm;
    private final String token;

    private KeycloakAdmin(String realms, String realm, String token) {
        this.realms = realms;
        this.realm = realm;
        this.token = token;
    }

    /// @param keycloak  its address, without a final slash
    /// @param realm     the one to administer; the administrator's own is `master`
    public static KeycloakAdmin signIn(String keycloak, String realm, String administrator, String password)
            throws IOException, InterruptedException {
        String token = passwordGrant(keycloak, "master", "client_id=admin-cli", administrator, password);
        return new KeycloakAdmin(keycloak + "/admin/realms", realm, token);
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
                        .timeout(ANSWER)
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

    /// @param realm  as Keycloak's import knows it, with its clients and users
    void createRealm(ObjectNode wanted) throws IOException, InterruptedException {
        expect(call("POST", realms, wanted), 201);
    }

    /// @param path  below the realm; empty for the realm itself
    /// @return      empty when there is no such thing
    public Optional<JsonNode> find(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", at(path), null);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        expect(answer, 200);
        return Optional.of(JSON.readTree(answer.body()));
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return find(path).orElseThrow(() -> new IOException("Keycloak has no " + at(path)));
    }

    public void put(String path, JsonNode body) throws IOException, InterruptedException {
        expect(call("PUT", at(path), body), 204, 202);
    }

    public void post(String path, JsonNode body) throws IOException, InterruptedException {
        expect(call("POST", at(path), body), 201, 204);
    }

    public void delete(String path) throws IOException, InterruptedException {
        expect(call("DELETE", at(path), null), 204);
    }

    void delete(String path, JsonNode body) throws IOException, InterruptedException {
        expect(call("DELETE", at(path), body), 204);
    }

    ObjectNode object() {
        return JSON.createObjectNode();
    }

    ArrayNode array() {
        return JSON.createArrayNode();
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
        user.putObject("attributes").set("locale", array().add(locale));
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        expect(call("POST", at("/users"), user), 201, 409);
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
        expect(call("POST", at("/clients"), client), 201, 409);
    }

    private String at(String path) {
        return realms + "/" + realm + path;
    }

    private HttpResponse<String> call(String method, String address, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()))
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

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
