package io.tallygate.load.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Answers every GET with 200 and a small body, on loopback, a virtual thread a connection. An id is noted
/// before the first byte of its answer leaves, so that no answer can be seen whose id is not noted.
public final class WitnessUpstream implements AutoCloseable {
    private static final int MAX_HEAD_LINE = 16 * 1024;

    /// Of each answer.
    public static final int BODY_BYTES = 15;

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"ok\"}"
                    .getBytes(ISO_8859_1);

    private final ServerSocket server;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final LongAdder withoutId = new LongAdder();

    public static WitnessUpstream start(URI address) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName(address.getHost()), address.getPort()), 512);
        return new WitnessUpstream(server);
    }

    private WitnessUpstream(ServerSocket server) {
        this.server = server;
        Thread.ofPlatform().daemon().name("upstream").start(this::accept);
    }

    /// Ids of the calls that were answered.
    public Set<String> answered() {
        return answered;
    }

    /// Calls that came without an `X-Request-Id`.
    public long withoutId() {
        return withoutId.sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                connections.add(connection);
                Thread.ofVirtual().name("upstream").start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), 4096);
            OutputStream out = connection.getOutputStream();
            while (serveOne(in, out)) {
                // the next call of the connection
            }
        } catch (IOException gone) {
            // the gateway was killed or closed the connection; it is the drill's business to know
        } finally {
            connections.remove(connection);
        }
    }

    private boolean serveOne(InputStream in, OutputStream out) throws IOException {
        String requestLine = line(in);
        if (requestLine == null) {
            return false;
        }
        String id = null;
        long length = 0;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            if (name.equals("x-request-id")) {
                id = line.substring(colon + 1).strip();
            } else if (name.equals("content-length")) {
                length = Long.parseLong(line.substring(colon + 1).strip());
            }
        }
        in.skipNBytes(length);
        if (id == null) {
            withoutId.increment();
        } else {
            answered.add(id.toLowerCase(Locale.ROOT));
        }
        out.write(ANSWER);
        return true;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MAX_HEAD_LINE) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
