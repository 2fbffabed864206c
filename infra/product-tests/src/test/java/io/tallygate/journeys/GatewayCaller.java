package io.tallygate.journeys;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A program that calls an API through the gateway, with a key or without.
final class GatewayCaller {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String gateway;

    GatewayCaller(String gateway) {
        this.gateway = gateway;
    }

    HttpResponse<String> call(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> call(String path, String key) throws IOException, InterruptedException {
        return http.send(request(path).header("X-API-Key", key).build(), HttpResponse.BodyHandlers.ofString());
    }

    /// @param headers  names and values in turn
    HttpResponse<String> callWith(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path).headers(headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    /// One event of a back end's.
    HttpResponse<String> tell(String credential, String event) throws IOException, InterruptedException {
        return http.send(
                request("/.tallygate/events")
                        .header("Authorization", "Bearer " + credential)
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway + path)).timeout(Duration.ofSeconds(10));
    }
}
