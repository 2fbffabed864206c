package io.tallygate.load.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tallygate.load.feed.Entities.Change;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The feed of a group whose gateways come and go: each batch goes to all that follow, and who is behind when it asks
/// gets a snapshot of what is now.
public final class LivingFeed implements AutoCloseable {
    private static final int HEARTBEAT_SECONDS = 3;
    private static final int BUFFER = 64 << 10;

    private record Stored(Change change, long revision) {}

    private final HttpServer server;
    private final Map<UUID, Stored> now = new LinkedHashMap<>();
    private final List<OutputStream> followers = new ArrayList<>();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());

    /// Later than that of any feed that a gateway's data directory may know.
    private long revision = System.currentTimeMillis();

    public LivingFeed(List<Change> entities) throws IOException {
        put(entities);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/gateway-feed/v1/instances", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/gateway-feed/v1", this::follow);
        server.start();
        heartbeats.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/gateway-feed/v1");
    }

    /// One batch.
    /// @return  its revision, which a gateway has applied when its readiness says so
    public synchronized long commit(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        long first = revision + 1;
        put(changes);
        lines.add(begin("changes"));
        for (int i = 0; i < changes.size(); i++) {
            lines.add(changes.get(i).line(first + i));
        }
        lines.add(commit());
        followers.removeIf(out -> !isWritten(out, lines));
        return revision;
    }

    public long commit(Change... changes) {
        return commit(List.of(changes));
    }

    private synchronized void put(List<Change> changes) {
        for (Change change : changes) {
            revision++;
            now.remove(change.id()); // the latest come last
            if (!change.value().isEmpty()) {
                now.put(change.id(), new Stored(change, revision));
            }
        }
    }

    private synchronized void follow(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        List<String> lines = new ArrayList<>();
        if (exchange.getRequestURI().getQuery().endsWith("since=" + revision)) {
            lines.add(begin("changes"));
        } else {
            lines.add(begin("snapshot"));
            now.values().forEach(stored -> lines.add(stored.change().line(stored.revision())));
        }
        lines.add(commit());
        OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
        if (isWritten(out, lines)) {
            followers.add(out);
        }
    }

    private synchronized void beat() {
        List<String> line =
                List.of("{\"type\":\"heartbeat\",\"revision\":" + revision + ",\"at\":\"" + Instant.now() + "\"}");
        followers.removeIf(out -> !isWritten(out, line));
    }

    private String begin(String mode) {
        return "{\"type\":\"begin\",\"mode\":\"" + mode + "\",\"revision\":" + revision + "}";
    }

    private String commit() {
        return "{\"type\":\"commit\",\"revision\":" + revision + "}";
    }

    /// @return  false when the gateway has gone
    private static boolean isWritten(OutputStream out, List<String> lines) {
        try {
            for (String line : lines) {
                out.write(line.getBytes(US_ASCII));
                out.write('\n');
            }
            out.flush();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        server.stop(0);
    }
}
