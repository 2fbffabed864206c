package io.tallygate.load.gateway;

import io.tallygate.load.call.CallConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Calls one after the other, on a new connection when the last was closed.
final class Caller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final URI gateway;
    private CallConnection connection;

    Caller(int port) throws IOException {
        gateway = URI.create("http://127.0.0.1:" + port);
        connection = CallConnection.open(gateway);
    }

    /// After a long silence: the gateway may have ended the connection, or be about to.
    Caller anew() throws IOException {
        connection.close();
        connection = CallConnection.open(gateway);
        return this;
    }

    int status(String path, String key) throws IOException {
        if (!connection.reusable()) {
            connection.close();
            connection = CallConnection.open(gateway);
        }
        return connection.get(path, key).status();
    }

    /// Asks without a pause.
    /// @return  when it was answered so, as of [System#nanoTime]
    long await(int status, String path, String key) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        for (int answered = status(path, key); answered != status; answered = status(path, key)) {
            if (System.nanoTime() > until) {
                throw new IOException("%s is answered %d and not %d".formatted(path, answered, status));
            }
        }
        return System.nanoTime();
    }

    @Override
    public void close() {
        connection.close();
    }
}
