package io.tallygate.load.life;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Calls at a steady pace over some connections until closed, or until time is up. A connection that was held up
/// catches
/// up, for a moment at most: a pause is no reason for a flood.
final class Crowd implements AutoCloseable {
    private static final long CATCH_UP = Duration.ofMillis(500).toNanos();
    private static final long AGAIN = Duration.ofMillis(20).toNanos();

    /// One call on a connection.
    @FunctionalInterface
    interface Caller {
        /// @param connection  number of the connection, from 0
        /// @return            what is wrong with the answer; null: nothing
        /// @throws IOException  when it did not come whole
        @Nullable
        String call(Wire wire, int connection) throws IOException;
    }

    private final int port;
    private final Caller caller;
    private final long until;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder good = new LongAdder();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    Crowd(int port, int callsPerSecond, int connections, Duration longest, Caller caller) {
        this.port = port;
        this.caller = caller;
        this.until = System.nanoTime() + longest.toNanos();
        long interval = 1_000_000_000L * connections / callsPerSecond;
        for (int i = 0; i < connections; i++) {
            int connection = i;
            long offset = interval * i / connections;
            threads.add(Thread.ofVirtual().name("crowd-", i).start(() -> callAway(connection, interval, offset)));
        }
    }

    private void callAway(int connection, long interval, long offset) {
        long next = System.nanoTime() + offset;
        Wire wire = null;
        while (!stopped.get() && System.nanoTime() < until) {
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            wire = callOnce(wire, connection);
            next = Math.max(next + interval, System.nanoTime() - CATCH_UP);
        }
        if (wire != null) {
            wire.close();
        }
    }

    /// @return  the connection for the next call; null when it needs another
    private @Nullable Wire callOnce(@Nullable Wire before, int connection) {
        Wire wire = before;
        try {
            if (wire == null) {
                wire = Wire.open(port);
            }
            String wrong = caller.call(wire, connection);
            if (wrong == null) {
                good.increment();
            } else {
                failed(wrong);
            }
            if (wire.isReusable()) {
                return wire;
            }
        } catch (IOException cut) {
            failed((wire == null ? "connecting: " : before == null ? "new connection: " : "kept connection: ")
                    + cut.getMessage());
            LockSupport.parkNanos(AGAIN);
        }
        if (wire != null) {
            wire.close();
        }
        return null;
    }

    private void failed(String why) {
        failures.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    long good() {
        return good.sum();
    }

    long failed() {
        return failures.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// By what went wrong.
    Map<String, Long> failures() {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((why, count) -> counts.put(why, count.sum()));
        return counts;
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
