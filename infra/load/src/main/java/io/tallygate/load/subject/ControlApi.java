package io.tallygate.load.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The control API below one tenant, with a personal access token.
public final class ControlApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String base;
    private final String token;

    public ControlApi(URI portal, String tenant, String token) {
        this.base = portal + "/api/v1/tenants/" + tenant;
        this.token = token;
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, "GET", HttpRequest.BodyPublishers.noBody());
    }

    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(path, "POST", HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    public static JsonNode read(String json) throws IOException {
        return JSON.readTree(json);
    }

    /// As [#get], for a bench that looks at the answer itself.
    public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return ask(path, "GET", HttpRequest.BodyPublishers.noBody());
    }

    /// For what a drill expects to be refused, or to be cut off.
    /// @param headers  names and values in turn
    public HttpResponse<String> ask(String path, String method, JsonNode body, String... headers)
            throws IOException, InterruptedException {
        return ask(path, method, HttpRequest.BodyPublishers.ofString(body.toString()), headers);
    }

    private JsonNode send(String path, String method, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(path, method, body);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private HttpResponse<String> ask(String path, String method, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
