package io.tallygate.load.call;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Calls at a steady pace over some connections, until stopped or until the bound is reached. Each connection
/// has its own timetable and catches up when it was held up, for a moment at most: a pause is no reason for a
/// flood.
public final class SteadyCalls implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofMillis(200);
    private static final Duration RECONNECT = Duration.ofMillis(20);

    /// The kernel accepts connections for a killed process until it has taken its memory away; a call on one of those
    /// would be cut as well, and say nothing about the product.
    private static final Duration AFTER_CUT = Duration.ofMillis(500);

    /// What became of the calls. Called from several threads.
    public interface Witness {
        void complete(Answer answer);

        /// A call was sent, at least in part, and its answer did not arrive whole.
        void cut();
    }

    private final URI gateway;
    private final String path;
    private final String key;
    private final Witness witness;
    private final long until;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    /// @param callsPerSecond  over all connections
    /// @param longest         ends by itself then
    public SteadyCalls(
            URI gateway,
            String path,
            String key,
            int callsPerSecond,
            int connections,
            Duration longest,
            Witness witness) {
        this.gateway = gateway;
        this.path = path;
        this.key = key;
        this.witness = witness;
        this.until = System.nanoTime() + longest.toNanos();
        long interval = 1_000_000_000L * connections / callsPerSecond;
        for (int i = 0; i < connections; i++) {
            long offset = interval * i / connections;
            threads.add(Thread.ofVirtual().name("calls-", i).start(() -> callAway(interval, offset)));
        }
    }

    private void callAway(long interval, long offset) {
        long next = System.nanoTime() + offset;
        CallConnection connection = null;
        while (!stopped.get() && System.nanoTime() < until) {
            waitUntil(next);
            connection = connected(connection);
            if (connection != null) {
                callOnce(connection);
            }
            next = Math.max(next + interval, System.nanoTime() - CATCH_UP.toNanos());
        }
        if (connection != null) {
            connection.close();
        }
    }

    private void callOnce(CallConnection connection) {
        try {
            witness.complete(connection.get(path, key));
        } catch (IOException cut) {
            witness.cut();
            connection.close();
            LockSupport.parkNanos(AFTER_CUT.toNanos());
        }
    }

    private @Nullable CallConnection connected(@Nullable CallConnection connection) {
        if (connection != null && connection.reusable()) {
            return connection;
        }
        if (connection != null) {
            connection.close();
        }
        try {
            return CallConnection.open(gateway);
        } catch (IOException nobodyListens) {
            LockSupport.parkNanos(RECONNECT.toNanos());
            return null;
        }
    }

    private static void waitUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    public boolean running() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /// Lets calls under way end.
    @Override
    public void close() throws InterruptedException {
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
