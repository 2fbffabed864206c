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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The control API below one tenant, with a personal access token.
public final class ControlApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SERVER_TIME = Pattern.compile("total;dur=([0-9.]+)");
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration PATIENT = Duration.ofMinutes(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String all;
    private final String base;
    private final String token;

    public ControlApi(URI portal, String tenant, String token) {
        this.all = portal + "/api/v1";
        this.base = all + "/tenants/" + tenant;
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

    /// What is no tenant's: for the operator.
    /// @param path  below `/api/v1`
    public JsonNode installation(String method, String path, JsonNode body) throws IOException, InterruptedException {
        return success(
                method, path, ask(all + path, method, HttpRequest.BodyPublishers.ofString(body.toString()), USUAL));
    }

    public static JsonNode read(String json) throws IOException {
        return JSON.readTree(json);
    }

    /// As [#get], for a bench that looks at the answer itself.
    public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return ask(base + path, "GET", HttpRequest.BodyPublishers.noBody(), USUAL);
    }

    /// As [#post], with a body as long as a document is.
    public HttpResponse<String> ask(String path, String document) throws IOException, InterruptedException {
        return ask(base + path, "POST", HttpRequest.BodyPublishers.ofString(document), PATIENT);
    }

    /// For what a drill expects to be refused, or to be cut off.
    /// @param headers  names and values in turn
    public HttpResponse<String> ask(String path, String method, JsonNode body, String... headers)
            throws IOException, InterruptedException {
        return ask(base + path, method, HttpRequest.BodyPublishers.ofString(body.toString()), USUAL, headers);
    }

    private JsonNode send(String path, String method, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        return success(method, path, ask(base + path, method, body, USUAL));
    }

    private static JsonNode success(String method, String path, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("%s %s answered %d: %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    /// What the server says that it took.
    /// @throws IOException  when it does not say so
    public static long serverNanos(HttpResponse<?> answer) throws IOException {
        Matcher said =
                SERVER_TIME.matcher(answer.headers().firstValue("Server-Timing").orElse(""));
        if (!said.find()) {
            throw new IOException("The answer says no Server-Timing");
        }
        return Math.round(Double.parseDouble(said.group(1)) * 1e6);
    }

    private HttpResponse<String> ask(
            String address, String method, HttpRequest.BodyPublisher body, Duration patience, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(patience)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
