package io.tallygate.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// Looks into a realm of Keycloak as its administrator, for what no page of ours would show, and makes realms that
/// stand
/// for a tenant's own.
final class KeycloakRealm {
    static final String OURS = "tallygate";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RunningStack stack;
    private final String name;

    KeycloakRealm(RunningStack stack, String name) {
        this.stack = stack;
        this.name = name;
    }

    static KeycloakRealm ours(RunningStack stack) {
        return new KeycloakRealm(stack, OURS);
    }

    /// Where the realm's own pages and documents lie.
    String address() {
        return stack.text("keycloak") + "/realms/" + name;
    }

    /// @param part  of a name or an address
    JsonNode peopleNamed(String part) throws IOException, InterruptedException {
        return get("/users?search=" + form(part));
    }

    /// @param path  below the realm's administration
    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(expected(path, send("GET", path, "")).body());
    }

    int status(String path) throws IOException, InterruptedException {
        return send("GET", path, "").statusCode();
    }

    /// @return  the id of what was made, where its address ends with one
    String post(String path, JsonNode body) throws IOException, InterruptedException {
        String location = expected(path, send("POST", path, body.toString()))
                .headers()
                .firstValue("Location")
                .orElse("");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    void make(JsonNode realm) throws IOException, InterruptedException {
        expected(name, sent("POST", stack.text("keycloak") + "/admin/realms", realm.toString()));
    }

    void remove() throws IOException, InterruptedException {
        send("DELETE", "", "");
    }

    void delete(String path) throws IOException, InterruptedException {
        expected(path, send("DELETE", path, ""));
    }

    /// An access token as the sample data's scripts get one: of a person with a password.
    static String signedIn(RunningStack stack, String user, String password) throws IOException, InterruptedException {
        return token(
                stack,
                OURS,
                "client_id=scripts&client_secret=%s&scope=openid%%20profile%%20email"
                        .formatted(form(stack.secret("oidc.scripts"))),
                user,
                password);
    }

    private HttpResponse<String> send(String verb, String path, String body) throws IOException, InterruptedException {
        return sent(verb, stack.text("keycloak") + "/admin/realms/" + name + path, body);
    }

    private HttpResponse<String> sent(String verb, String address, String body)
            throws IOException, InterruptedException {
        String token = token(
                stack,
                "master",
                "client_id=admin-cli",
                stack.at("/keycloakAdmin/user"),
                stack.at("/keycloakAdmin/password"));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(verb, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String token(RunningStack stack, String realm, String client, String user, String password)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(stack.text("keycloak") + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "%s&grant_type=password&username=%s&password=%s".formatted(client, form(user), form(password))))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(expected("token of " + user, answer).body())
                .path("access_token")
                .asText();
    }

    private static HttpResponse<String> expected(String what, HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("Keycloak, " + what + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
