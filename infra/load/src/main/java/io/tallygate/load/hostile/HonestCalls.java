package io.tallygate.load.hostile;

import io.tallygate.load.call.CallConnection;
import io.tallygate.load.measure.Samples;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Calls that are meant well, at a steady pace over kept connections, and how long each took. They are told apart by
/// the window in which they began.
final class HonestCalls implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final URI gateway;
    private final String path;
    private final String key;
    private volatile Window now = new Window();

    /// Some seconds.
    static final class Window {
        final Samples taken = new Samples();
        final LongAdder failed = new LongAdder();
        final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

        double p99Millis() {
            return taken.percentile(99).toNanos() / 1e6;
        }

        private void fail(String how) {
            failed.increment();
            failures.computeIfAbsent(how, _ -> new LongAdder()).increment();
        }
    }

    HonestCalls(int port, String path, String key, int callsPerSecond, int connections) {
        gateway = URI.create("http://127.0.0.1:" + port);
        this.path = path;
        this.key = key;
        long interval = 1_000_000_000L * connections / callsPerSecond;
        for (int i = 0; i < connections; i++) {
            long offset = interval * i / connections;
            threads.add(Thread.ofVirtual().name("honest-", i).start(() -> callAway(interval, offset)));
        }
    }

    /// What begins from now on belongs to a window of its own, until the next call of this.
    Window next() {
        Window window = new Window();
        now = window;
        return window;
    }

    private void callAway(long interval, long offset) {
        long at = System.nanoTime() + offset;
        CallConnection connection = null;
        while (!stopped.get()) {
            LockSupport.parkNanos(at - System.nanoTime());
            connection = call(connection, now);
            at = Math.max(at + interval, System.nanoTime());
        }
        if (connection != null) {
            connection.close();
        }
    }

    private @Nullable CallConnection call(@Nullable CallConnection kept, Window window) {
        CallConnection connection = kept;
        long began = System.nanoTime();
        try {
            if (connection == null || !connection.reusable()) {
                connection = CallConnection.open(gateway);
            }
            int status = connection.get(path, key).status();
            if (status == 200) {
                window.taken.add(System.nanoTime() - began);
            } else {
                window.fail(Integer.toString(status));
            }
            return connection;
        } catch (IOException failed) {
            window.fail(String.valueOf(failed.getMessage()));
            if (connection != null) {
                connection.close();
            }
            return null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
