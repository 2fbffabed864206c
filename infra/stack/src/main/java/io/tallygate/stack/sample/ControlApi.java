package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// The product's control API, as anybody with a token may use it.
final class ControlApi {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final String token;

    /// @param portal  for example `http://localhost:9080`
    ControlApi(String portal, String token) {
        this.base = portal + "/api/v1";
        this.token = token;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), 200);
    }

    /// @param idempotencyKey  unique for what is made; a repeated call with it makes nothing new
    JsonNode post(String path, JsonNode body, String idempotencyKey) throws IOException, InterruptedException {
        return send(
                "POST",
                path,
                HttpRequest.BodyPublishers.ofString(body.toString()),
                200,
                "Idempotency-Key",
                idempotencyKey);
    }

    /// Whatever it is by now: the installation knows its own addresses best.
    JsonNode patch(String path, JsonNode body) throws IOException, InterruptedException {
        return send("PATCH", path, HttpRequest.BodyPublishers.ofString(body.toString()), 200, "If-Match", "*");
    }

    /// Whatever there is by now.
    JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
        return send("PUT", path, HttpRequest.BodyPublishers.ofString(body.toString()), 200, "If-Match", "*");
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body, int good, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() < good || answer.statusCode() >= good + 100) {
            throw new IOException("%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    }
}
