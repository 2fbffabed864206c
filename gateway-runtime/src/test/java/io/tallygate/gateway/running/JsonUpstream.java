package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream with answers in JSON that a test sets, path by path, and that notes what it was asked. What it has no
/// answer for it tells back: method, target and body.
public final class JsonUpstream implements AutoCloseable {
    /// @param headers  names in lower case
    public record Asked(String method, String target, Map<String, String> headers, String body) {}

    private record Answer(int status, Map<String, String> headers, byte[] body, int delayMillis) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    public JsonUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// @param path  raw, without query
    /// @param json  with `'` for `"`
    public JsonUpstream says(String path, String json) {
        return says(path, 200, json.replace('\'', '"').getBytes(UTF_8), 0, Map.of());
    }

    public JsonUpstream says(String path, int status, String json, int delayMillis) {
        return says(path, status, json.replace('\'', '"').getBytes(UTF_8), delayMillis, Map.of());
    }

    public JsonUpstream says(String path, int status, byte[] body, int delayMillis, Map<String, String> headers) {
        answers.put(path, new Answer(status, headers, body, delayMillis));
        return this;
    }

    public List<Asked> asked() {
        return asked;
    }

    /// Those at that path.
    public List<Asked> asked(String path) {
        return asked.stream()
                .filter(each -> each.target().equals(path) || each.target().startsWith(path + "?"))
                .toList();
    }

    /// Requests that were there at the same time.
    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int now = underWay.incrementAndGet();
        mostUnderWay.accumulateAndGet(now, Math::max);
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            String target = exchange.getRequestURI().toString();
            asked.add(new Asked(exchange.getRequestMethod(), target, headers, body));
            Answer answer = answers.getOrDefault(exchange.getRequestURI().getRawPath(), told(exchange, target, body));
            if (answer.delayMillis() > 0) {
                Thread.sleep(answer.delayMillis());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            boolean empty =
                    answer.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static Answer told(HttpExchange exchange, String target, String body) {
        String json = "{\"method\":\"%s\",\"target\":\"%s\",\"body\":%s}"
                .formatted(exchange.getRequestMethod(), target, body.isEmpty() ? "null" : body);
        return new Answer(200, Map.of(), json.getBytes(UTF_8), 0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
