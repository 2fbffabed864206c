package io.tallygate.load.life;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What clients that talk to an instance directly, without a balancer, see of its end: answers that send them elsewhere
/// (`Connection: close`), GOAWAY, a close frame, and no call that is not answered.
final class Departure implements AutoCloseable {
    private static final long BETWEEN = 100;

    private final List<String> wrong = new ArrayList<>();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> seen = new ArrayList<>();
    private final long until;
    private final long began = System.nanoTime();
    private volatile long unreadyAt;
    private volatile long socketClosedAt;

    private interface Client {
        void watch() throws IOException, InterruptedException;
    }

    /// @param bound  until all of it must have been seen
    Departure(GatewayProcess gateway, Duration bound) throws IOException {
        until = System.nanoTime() + bound.toNanos();
        Wire wire = Wire.open(gateway.port());
        Http2 http2 = new Http2(gateway.port());
        Wire socket = Wire.open(gateway.port());
        WebSockets.open(socket, "/api/0/socket", Scene.KEY);
        seen("readiness", () -> {
            while (gateway.readiness().startsWith("ready")) {
                inTime();
            }
            unreadyAt = System.nanoTime();
        });
        seen("HTTP/1.1", () -> {
            try (wire) {
                while (wire.isReusable()) {
                    inTime();
                    Wire.Message answer = wire.ask("GET", Scene.TARGET, Scene.KEY, Scene.NOTHING);
                    if (answer.status() != 200) {
                        throw new IOException(answer.start());
                    }
                }
            }
        });
        seen("HTTP/2", () -> {
            try (http2) {
                while (!http2.isGoingAway()) {
                    inTime();
                    http2.ask(Scene.TARGET);
                    http2.look((int) BETWEEN);
                }
            }
        });
        seen("WebSocket", () -> {
            try (socket) {
                Frame frame = Frame.read(socket.in);
                if (frame.closeCode() != 1001 && frame.closeCode() != 1012) {
                    throw new IOException("closed with " + frame.closeCode());
                }
                socketClosedAt = System.nanoTime();
                frame.asClient().writeTo(socket.out);
            }
        });
    }

    private void seen(String what, Client client) {
        seen.add(clients.submit(() -> {
            try {
                client.watch();
            } catch (IOException failed) {
                synchronized (wrong) {
                    wrong.add(what + ": " + failed.getMessage());
                }
            }
            return what;
        }));
    }

    private void inTime() throws IOException, InterruptedException {
        if (System.nanoTime() > until) {
            throw new IOException("not in time");
        }
        Thread.sleep(BETWEEN);
    }

    /// From the beginning until readiness was gone.
    Duration untilUnready() {
        return Duration.ofNanos(Math.max(0, unreadyAt - began));
    }

    Duration untilSocketClosed() {
        return Duration.ofNanos(Math.max(0, socketClosedAt - began));
    }

    /// What was not as it should be; when all clients have seen the end.
    List<String> wrong() throws InterruptedException {
        for (Future<?> each : seen) {
            try {
                each.get();
            } catch (java.util.concurrent.ExecutionException failed) {
                wrong.add(String.valueOf(failed.getCause()));
            }
        }
        return wrong;
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
