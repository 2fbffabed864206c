package io.tallygate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A gateway's events address as far as an import needs it: an event is its source and id, the first one counts.
final class SmallIntake implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, JsonNode> events = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int refuseEvery;
    private volatile String unknownSubject = "";

    SmallIntake() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.tallygate/events", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Every so many requests one is answered 503 after its events were taken, as when an answer is lost.
    SmallIntake refusingEvery(int requestCount) {
        refuseEvery = requestCount;
        return this;
    }

    SmallIntake without(String subject) {
        unknownSubject = subject;
        return this;
    }

    Collection<JsonNode> events() {
        return events.values();
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode batch = JSON.readTree(exchange.getRequestBody().readAllBytes());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode results = answer.putArray("results");
        for (JsonNode event : batch) {
            ObjectNode result = results.addObject().put("id", event.path("id").asText());
            if (event.path("subject").asText().equals(unknownSubject)) {
                result.put("status", "dead-letter")
                        .put("reason", "unknown-subject")
                        .put("detail", "It is not known.");
            } else {
                events.putIfAbsent(
                        event.path("source").asText() + " " + event.path("id").asText(), event);
                result.put("status", "accepted");
            }
        }
        boolean isRefused = refuseEvery > 0 && requests.incrementAndGet() % refuseEvery == 0;
        byte[] body = answer.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        boolean isAllowed =
                "Bearer tge_test".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.sendResponseHeaders(!isAllowed ? 401 : isRefused ? 503 : 202, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
