package io.tallygate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real HTTP server that answers what a test told it, and remembers what it was asked.
final class SmallPortal implements AutoCloseable {
    record Asked(String method, String address, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private record Told(int status, Map<String, String> headers, byte[] body) {}

    private final HttpServer server;
    private final Map<String, Queue<Told>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    SmallPortal() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Answers are given in their order; the last one again and again.
    SmallPortal on(String call, int status, String json, String... headers) {
        return onBytes(call, status, json.getBytes(UTF_8), headers);
    }

    SmallPortal onBytes(String call, int status, byte[] body, String... headers) {
        Map<String, String> named = new ConcurrentHashMap<>();
        named.put("Content-Type", status / 100 == 2 ? "application/json" : "application/problem+json");
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        answers.computeIfAbsent(call, key -> new ConcurrentLinkedQueue<>(new ArrayDeque<>()))
                .add(new Told(status, named, body));
        return this;
    }

    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String address = exchange.getRequestURI().toString();
        asked.add(new Asked(exchange.getRequestMethod(), address, Map.copyOf(exchange.getRequestHeaders()), body));
        Queue<Told> told = answers.get(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        Told answer =
                told == null ? new Told(404, Map.of(), new byte[0]) : told.size() > 1 ? told.remove() : told.element();
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
