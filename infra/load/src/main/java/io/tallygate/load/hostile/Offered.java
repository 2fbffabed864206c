package io.tallygate.load.hostile;

import io.tallygate.load.call.CallConnection;
import io.tallygate.load.measure.Samples;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Calls offered for some seconds: each connection has a timetable of its own, and does not wait for the gateway to be
/// less busy. What is answered 503 is not tried again.
final class Offered {
    private static final int SHED = 503;

    final Samples taken = new Samples();
    final LongAdder shed = new LongAdder();
    final LongAdder failed = new LongAdder();
    final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final URI gateway;
    private final String path;
    private final long from;
    private final long until;

    private Offered(int port, String path, long from, long until) {
        gateway = URI.create("http://127.0.0.1:" + port);
        this.path = path;
        this.from = from;
        this.until = until;
    }

    /// @param callsPerSecond  0: each connection calls again as soon as it is answered
    /// @param settling        seconds that do not count
    static Offered run(int port, String path, int callsPerSecond, int connections, int settling, int seconds)
            throws InterruptedException {
        long now = System.nanoTime();
        long from = now + settling * 1_000_000_000L;
        Offered offered = new Offered(port, path, from, from + seconds * 1_000_000_000L);
        long interval = callsPerSecond == 0 ? 0 : 1_000_000_000L * connections / callsPerSecond;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            long offset = interval * i / connections;
            threads.add(Thread.ofVirtual().start(() -> offered.callAway(interval, now + offset)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return offered;
    }

    private void callAway(long interval, long first) {
        long at = first;
        CallConnection connection = null;
        while (at < until && System.nanoTime() < until) {
            LockSupport.parkNanos(at - System.nanoTime());
            connection = call(connection);
            at = Math.max(at + interval, System.nanoTime());
        }
        if (connection != null) {
            connection.close();
        }
    }

    private @Nullable CallConnection call(@Nullable CallConnection kept) {
        CallConnection connection = kept;
        long began = System.nanoTime();
        try {
            if (connection == null || !connection.reusable()) {
                connection = CallConnection.open(gateway);
            }
            int status =
                    connection.get(path, Besieged.KEY, "Accept-Encoding: br").status();
            if (!counts()) {
                return connection;
            }
            if (status == 200) {
                taken.add(System.nanoTime() - began);
            } else if (status == SHED) {
                shed.increment();
            } else {
                fail(Integer.toString(status));
            }
            return connection;
        } catch (IOException cut) {
            if (counts()) {
                fail(String.valueOf(cut.getMessage()));
            }
            if (connection != null) {
                connection.close();
            }
            return null;
        }
    }

    /// What ends before, or after, says nothing of these seconds.
    private boolean counts() {
        long now = System.nanoTime();
        return now >= from && now <= until;
    }

    private void fail(String how) {
        failed.increment();
        failures.computeIfAbsent(how, _ -> new LongAdder()).increment();
    }
}
