package io.tallygate.load.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// WebSockets that are held open, each with a message now and then that must come back. One that is closed with a close
/// frame that says so (1001, 1012) is opened again, as a good client does; one that ends in another way was dropped.
final class WebSockets implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final Duration OPENING = Duration.ofSeconds(60);
    private static final int FIRST_PATIENCE = 20_000;
    private static final int MESSAGE = 100;

    private final int port;
    private final String target;
    private final String fields;
    private final Duration pace;
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder echoes = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Integer, LongAdder> closedWith = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /// @param pace  between the messages of one
    WebSockets(int port, String target, String fields, int count, Duration pace) throws InterruptedException {
        this.port = port;
        this.target = target;
        this.fields = fields;
        this.pace = pace;
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual().name("socket-", i).start(this::keepOpen));
            if (i % 50 == 49) {
                Thread.sleep(50); // opening is not what is drilled
            }
        }
    }

    private void keepOpen() {
        boolean wasOpen = false;
        while (!stopped) {
            boolean counted = false;
            try (Wire wire = Wire.open(port)) {
                open(wire, target, fields);
                open.incrementAndGet();
                counted = true;
                wasOpen = true;
                int code = talk(wire);
                if (code != 0) {
                    closedWith.computeIfAbsent(code, _ -> new LongAdder()).increment();
                }
            } catch (IOException failed) {
                if (!stopped) {
                    String what = counted ? "open: " : wasOpen ? "opening again: " : "opening: ";
                    dropped.computeIfAbsent(what + failed.getMessage(), _ -> new LongAdder())
                            .increment();
                }
            } finally {
                if (counted) {
                    open.decrementAndGet();
                }
            }
            sleep(AGAIN);
        }
    }

    /// Makes a WebSocket of a connection.
    static void open(Wire wire, String target, String fields) throws IOException {
        wire.patience(FIRST_PATIENCE);
        wire.out.write(("GET " + target + " HTTP/1.1\r\nHost: drill\r\n" + fields
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(ISO_8859_1));
        Wire.Message answer = wire.read();
        if (answer == null || answer.status() != 101) {
            throw new IOException(answer == null ? "closed in the handshake" : "answered " + answer.start());
        }
    }

    /// @return  the code that it was closed with; 0: by ourselves
    private int talk(Wire wire) throws IOException {
        sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(pace.toNanos())));
        while (!stopped) {
            byte[] message = new byte[MESSAGE];
            Arrays.fill(message, (byte) ThreadLocalRandom.current().nextInt('a', 'z'));
            Frame.text(message).writeTo(wire.out);
            Frame back = Frame.read(wire.in);
            if (back.isClose()) {
                back.asClient().writeTo(wire.out);
                return back.closeCode();
            }
            if (!Arrays.equals(back.payload(), message)) {
                throw new IOException("another message came back");
            }
            echoes.increment();
            int code = waitForClose(wire);
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }

    /// Between two messages only a close frame can come.
    private int waitForClose(Wire wire) throws IOException {
        wire.patience((int) pace.toMillis());
        try {
            wire.in.mark(1);
            if (wire.in.read() < 0) {
                throw new IOException("the connection ended without a close frame");
            }
            wire.in.reset();
            wire.patience(FIRST_PATIENCE);
            Frame frame = Frame.read(wire.in);
            if (!frame.isClose()) {
                throw new IOException("a message came that was not sent");
            }
            frame.asClient().writeTo(wire.out);
            return frame.closeCode();
        } catch (java.net.SocketTimeoutException quiet) {
            wire.patience(FIRST_PATIENCE);
            return 0;
        }
    }

    private void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException broken) {
            stopped = true;
        }
    }

    /// Until all are open.
    /// @throws IOException  when they are not in time
    void awaitOpen() throws IOException, InterruptedException {
        long until = System.nanoTime() + OPENING.toNanos();
        while (open.get() < threads.size()) {
            if (System.nanoTime() > until) {
                throw new IOException("Only %d of %d WebSockets could be opened: %s"
                        .formatted(open.get(), threads.size(), dropped()));
            }
            Thread.sleep(20);
        }
    }

    int open() {
        return open.get();
    }

    long echoes() {
        return echoes.sum();
    }

    Map<Integer, Long> closedWith() {
        Map<Integer, Long> counts = new TreeMap<>();
        closedWith.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }

    /// By what happened.
    Map<String, Long> dropped() {
        Map<String, Long> counts = new TreeMap<>();
        dropped.forEach((what, count) -> counts.put(what, count.sum()));
        return counts;
    }

    long drops() {
        return dropped.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Those that are open end without more words.
    @Override
    public void close() throws InterruptedException {
        stopped = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
