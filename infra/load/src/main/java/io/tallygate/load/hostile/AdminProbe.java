package io.tallygate.load.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Asks the admin port for the gateway's health four times a second, on a new connection each time.
final class AdminProbe implements AutoCloseable {
    private static final long INTERVAL_NANOS = 250_000_000L;
    private static final int PATIENCE_MILLIS = 10_000;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final int port;
    private final Thread thread;
    private volatile long longestNanos;
    private volatile int answered;
    private volatile int failed;

    AdminProbe(int port) {
        this.port = port;
        this.thread = Thread.ofPlatform().daemon().name("admin-probe").start(this::ask);
    }

    private void ask() {
        while (!stopped.get()) {
            long began = System.nanoTime();
            try {
                get(port, "/health/ready");
                answered++;
            } catch (IOException none) {
                failed++;
            }
            longestNanos = Math.max(longestNanos, System.nanoTime() - began);
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    static String get(int port, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n")
                            .getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException("The admin port answers " + answer.lines().findFirst());
            }
            return answer;
        }
    }

    double longestMillis() {
        return longestNanos / 1e6;
    }

    int answered() {
        return answered;
    }

    int failed() {
        return failed;
    }

    @Override
    public void close() throws InterruptedException {
        stopped.set(true);
        thread.join();
    }
}
