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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// One snapshot, then whatever is committed. A gateway that asks again for what it has follows on; one that is behind
/// is refused, since a benchmark during which the feed was lost measured something else.
public final class ServedFeed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEARTBEAT_SECONDS = 3;
    private static final int BUFFER = 64 << 10;

    /// Entities one after the other: a million of them are never held at once.
    @FunctionalInterface
    public interface Content {
        void writeTo(Sink sink) throws IOException;
    }

    @FunctionalInterface
    public interface Sink {
        void put(Change change) throws IOException;
    }

    private final HttpServer server;
    private final Content content;
    private final List<OutputStream> followers = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());
    private long revision;

    public ServedFeed(Content content) throws IOException {
        this.content = content;
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

    private synchronized void follow(HttpExchange exchange) throws IOException {
        boolean isFirst = revision == 0;
        if (!isFirst && !exchange.getRequestURI().getQuery().endsWith("since=" + revision)) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
        if (isFirst) {
            long[] entities = {0};
            revision = Long.MAX_VALUE >> 20; // of the snapshot; its entities have those below it
            begin(out, "snapshot");
            content.writeTo(change -> line(out, change.line(++entities[0])));
        } else {
            begin(out, "changes");
        }
        commit(out);
        followers.add(out);
    }

    /// Until a gateway has been sent the snapshot.
    public void awaitFollower() throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (followers.isEmpty()) {
            if (System.nanoTime() > until) {
                throw new IOException("No gateway asks for the feed");
            }
            Thread.sleep(20);
        }
    }

    /// One batch, to the gateway that follows.
    /// @param most  as many changes at most
    /// @return      when its last line went, as of [System#nanoTime]
    public synchronized long commit(int most, Content changes) throws IOException {
        if (followers.size() != 1) {
            throw new IOException(followers.size() + " gateways follow the feed, and not one");
        }
        OutputStream out = followers.getFirst();
        long[] entities = {revision};
        revision += most;
        begin(out, "changes");
        changes.writeTo(change -> line(out, change.line(++entities[0])));
        out.flush();
        long sent = System.nanoTime();
        commit(out);
        return sent;
    }

    public long commit(Change change) throws IOException {
        return commit(1, sink -> sink.put(change));
    }

    private void begin(OutputStream out, String mode) throws IOException {
        line(out, "{\"type\":\"begin\",\"mode\":\"" + mode + "\",\"revision\":" + revision + "}");
    }

    private void commit(OutputStream out) throws IOException {
        line(out, "{\"type\":\"commit\",\"revision\":" + revision + "}");
        out.flush();
    }

    private synchronized void beat() {
        for (OutputStream out : followers) {
            try {
                line(out, "{\"type\":\"heartbeat\",\"revision\":" + revision + ",\"at\":\"" + Instant.now() + "\"}");
                out.flush();
            } catch (IOException gone) {
                followers.remove(out);
            }
        }
    }

    private static void line(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(US_ASCII));
        out.write('\n');
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        server.stop(0);
    }
}
