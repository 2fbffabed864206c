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

/// Looks into Keycloak as its administrator, for what no page of ours would show.
final class KeycloakPeople {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private KeycloakPeople() {}

    /// @param part  of a name or an address
    static JsonNode named(RunningStack stack, String part) throws IOException, InterruptedException {
        String keycloak = stack.text("keycloak");
        JsonNode token =
                asked(HttpRequest.newBuilder(URI.create(keycloak + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "client_id=admin-cli&grant_type=password&username=%s&password=%s"
                                        .formatted(
                                                form(stack.at("/keycloakAdmin/user")),
                                                form(stack.at("/keycloakAdmin/password")))))
                        .build());
        return asked(HttpRequest.newBuilder(URI.create(keycloak + "/admin/realms/tallygate/users?search=" + form(part)))
                .header("Authorization", "Bearer " + token.path("access_token").asText())
                .build());
    }

    private static JsonNode asked(HttpRequest request) throws IOException, InterruptedException {
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
