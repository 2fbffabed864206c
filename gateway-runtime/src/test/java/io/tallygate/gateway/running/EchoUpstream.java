package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A small real upstream that tells what it saw. `/status/N` answers N, `/slow` too late, `/big/N` with N bytes,
/// `/cost/N` with `X-Cost: N`.
public final class EchoUpstream implements AutoCloseable {
    private final HttpServer server;
    private final List<Seen> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Map<String, List<String>> alsoSays = Map.of();
    private volatile Behaviour behaviour = Behaviour.WELL;

    /// @param failures      the first so many answers fail
    /// @param status        of those; 0: the connection ends without one
    /// @param failedMillis  that they take
    /// @param millis        that every other takes
    public record Behaviour(int failures, int status, long failedMillis, long millis) {
        public static final Behaviour WELL = new Behaviour(0, 0, 0, 0);
    }

    /// @param target   raw path and query
    /// @param headers  names in lower case
    public record Seen(String method, String target, Map<String, String> headers, long bodyBytes) {}

    public EchoUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public List<Seen> received() {
        return received;
    }

    /// Every answer from now on has these fields as well.
    public void alsoSay(Map<String, List<String>> fields) {
        alsoSays = Map.copyOf(fields);
    }

    /// From now on; what has failed before does not count.
    public void behave(Behaviour as) {
        failures.set(0);
        behaviour = as;
    }

    /// @return  whether the answer has failed as it should
    private boolean fails(HttpExchange exchange) throws IOException, InterruptedException {
        Behaviour as = behaviour;
        if (failures.getAndIncrement() >= as.failures()) {
            Thread.sleep(as.millis());
            return false;
        }
        Thread.sleep(as.failedMillis());
        if (as.status() > 0) {
            exchange.sendResponseHeaders(as.status(), -1);
        }
        return true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long bytes = drain(exchange.getRequestBody());
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(",", values)));
            String target = exchange.getRequestURI().toString();
            received.add(new Seen(exchange.getRequestMethod(), target, headers, bytes));
            if (fails(exchange)) {
                return;
            }
            String path = exchange.getRequestURI().getPath();
            if (path.contains("/slow")) {
                Thread.sleep(3_000);
            }
            byte[] body = path.contains("/big/")
                    ? new byte[Integer.parseInt(path.substring(path.lastIndexOf('/') + 1))]
                    : (exchange.getRequestMethod() + " " + target).getBytes(UTF_8);
            int status = path.contains("/status/") ? Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)) : 200;
            if (path.contains("/cost/")) {
                exchange.getResponseHeaders().set("X-Cost", path.substring(path.lastIndexOf('/') + 1));
            }
            exchange.getResponseHeaders().set("X-Seen", new String(target.getBytes(UTF_8), ISO_8859_1));
            alsoSays.forEach((name, values) ->
                    values.forEach(value -> exchange.getResponseHeaders().add(name, value)));
            boolean empty = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
            exchange.sendResponseHeaders(status, empty ? -1 : body.length);
            if (!empty) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long drain(InputStream body) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long bytes = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes += read;
        }
        return bytes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
