package io.tallygate.clickhouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParserFactory;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.jspecify.annotations.Nullable;

/// One HTTP connection. Its own thread reads and writes; [Watch] looks whether the other end is still there while that
/// thread is busy in the engine, and whether a write is stuck.
final class Client {
    private final Socket socket;
    private final Limits limits;
    private final Counters counters;
    private final DefaultBHttpServerConnection connection;
    private final Object reading = new Object();
    private boolean watched;
    private volatile long writingSince;
    private volatile boolean busy;

    Client(Socket socket, Limits limits, Counters counters) throws IOException {
        this.socket = socket;
        this.limits = limits;
        this.counters = counters;
        socket.setTcpNoDelay(true);
        Http1Config config = Http1Config.custom()
                .setMaxLineLength(limits.lineBytes())
                .setMaxHeaderCount(limits.headers())
                .setBufferSize(1 << 16)
                .build();
        // the limits hold where the head is parsed too, which has a configuration of its own
        var parser = new DefaultHttpRequestParserFactory(config, BasicLineParser.INSTANCE, null);
        connection = new DefaultBHttpServerConnection("http", config, null, null, null, null, parser, null);
        connection.bind(socket);
    }

    /// @return  null when the client has gone or has been silent for too long
    @Nullable
    ClassicHttpRequest receive() throws IOException, HttpException {
        socket.setSoTimeout((int) limits.idle().toMillis());
        try {
            ClassicHttpRequest request = connection.receiveRequestHeader();
            if (request != null) {
                busy = true;
                socket.setSoTimeout((int) limits.stalled().toMillis());
                connection.receiveRequestEntity(request);
            }
            return request;
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    /// Between a request's head and the end of its answer.
    boolean isBusy() {
        return busy;
    }

    void answered() {
        busy = false;
    }

    /// A client that asked whether it may send its body waits for this.
    void askForBody() throws IOException, HttpException {
        connection.sendResponseHeader(new BasicClassicHttpResponse(100));
        connection.flush();
    }

    void respond(ClassicHttpResponse response) throws IOException, HttpException {
        connection.sendResponseHeader(response);
        connection.sendResponseEntity(response);
        connection.flush();
    }

    /// From here to [#unwatch] this thread does not touch the connection.
    void watch() {
        synchronized (reading) {
            watched = true;
        }
    }

    void unwatch() {
        synchronized (reading) {
            watched = false;
        }
    }

    boolean isGone() {
        synchronized (reading) {
            try {
                return watched && connection.isStale();
            } catch (IOException e) {
                return true;
            }
        }
    }

    boolean isStuck() {
        long since = writingSince;
        return since != 0 && System.nanoTime() - since > limits.stalled().toNanos();
    }

    /// Counts what passes, and lets [#isStuck] see how long a write takes.
    OutputStream timed(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                writingSince = System.nanoTime() | 1;
                try {
                    out.write(bytes, offset, length);
                } finally {
                    writingSince = 0;
                }
                counters.sentBytes.add(length);
            }

            @Override
            public void flush() throws IOException {
                writingSince = System.nanoTime() | 1;
                try {
                    out.flush();
                } finally {
                    writingSince = 0;
                }
            }
        };
    }

    /// What is left of a body must be read before the next request, if it is little.
    boolean skipRest(ClassicHttpRequest request) throws IOException {
        if (request.getEntity() == null) {
            return true;
        }
        InputStream rest = request.getEntity().getContent();
        byte[] scratch = new byte[1 << 13];
        for (int skipped = 0; skipped < 1 << 20; ) {
            int size = rest.read(scratch);
            if (size < 0) {
                return true;
            }
            skipped += size;
        }
        return false;
    }

    /// A client that still sends would otherwise lose the answer to a reset.
    void linger() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(1_000);
            byte[] scratch = new byte[1 << 16];
            InputStream in = socket.getInputStream();
            for (int reads = 0; reads < 1_000 && in.read(scratch) >= 0; reads++) {
                continue;
            }
        } catch (IOException e) {
            // it is gone already
        }
    }

    /// What was sent still arrives; an answer that is not complete is recognised as such.
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
