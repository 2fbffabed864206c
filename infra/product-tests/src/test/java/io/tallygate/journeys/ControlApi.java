package io.tallygate.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The control API below one address, with one person's token: what a journey prepares, and a second witness for the
/// numbers that pages show.
final class ControlApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    ControlApi(String base, String token) {
        this.base = base;
        this.token = token;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return expected(path, send(request(path).GET().build()));
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return expected(path, tryPost(path, body));
    }

    HttpResponse<String> tryPost(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /// Whatever it is by now.
    JsonNode put(String path, String body) throws IOException, InterruptedException {
        return expected(
                path,
                send(request(path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build()));
    }

    /// Whatever it is by now.
    HttpResponse<String> tryDelete(String path) throws IOException, InterruptedException {
        return send(request(path).header("If-Match", "*").DELETE().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode expected(String path, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
