package io.tallygate.load.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One HTTP/1.1 connection to loopback on a plain socket, so that it is known for certain whether an answer
/// arrived whole: a library might try again by itself, and a call would be counted that nobody made.
public final class CallConnection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 15_000;
    private static final int MAX_LINE = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final String host;
    private boolean reusable = true;

    /// @throws IOException  when nothing listens there; no call was made then
    public static CallConnection open(URI server) throws IOException {
        InetAddress address = InetAddress.getByName(server.getHost());
        if (!address.isLoopbackAddress()) {
            throw new IOException("Load goes to loopback only, not to " + server.getHost());
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(new InetSocketAddress(address, server.getPort()), CONNECT_MILLIS);
            return new CallConnection(socket, server.getHost() + ":" + server.getPort());
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private CallConnection(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 8192);
        this.host = host;
    }

    /// @param key  null: a call without a key
    /// @throws IOException  when the answer did not arrive whole; the connection is of no more use
    public Answer get(String path, @Nullable String key) throws IOException {
        return get(path, key, "");
    }

    /// @param field  one more, as it goes over the wire; empty: none
    /// @throws IOException  as of [#get(String, String)]
    public Answer get(String path, @Nullable String key, String field) throws IOException {
        StringBuilder head = new StringBuilder(256)
                .append("GET ")
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        if (key != null) {
            head.append("X-API-Key: ").append(key).append("\r\n");
        }
        if (!field.isEmpty()) {
            head.append(field).append("\r\n");
        }
        head.append("\r\n");
        try {
            socket.getOutputStream().write(head.toString().getBytes(ISO_8859_1));
            return readAnswer();
        } catch (IOException cut) {
            reusable = false;
            throw cut;
        }
    }

    public boolean reusable() {
        return reusable;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            reusable = false;
        }
    }

    private Answer readAnswer() throws IOException {
        String statusLine = line();
        if (statusLine.length() < 12 || !statusLine.startsWith("HTTP/1.1 ")) {
            throw new IOException("Not an answer: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        String requestId = null;
        long length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "x-request-id" -> requestId = value;
                case "content-length" -> length = Long.parseLong(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> reusable = reusable && !value.equalsIgnoreCase("close");
                default -> {
                    // of no interest here
                }
            }
        }
        readBody(status, length, chunked);
        return new Answer(status, requestId, System.nanoTime());
    }

    private void readBody(int status, long length, boolean chunked) throws IOException {
        if (status == 204 || status == 304) {
            return;
        }
        if (chunked) {
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                skip(size);
                line();
            }
            while (!line().isEmpty()) {
                // trailers
            }
        } else if (length >= 0) {
            skip(length);
        } else {
            throw new IOException("An answer without a length cannot be known to be whole");
        }
    }

    private long chunkSize() throws IOException {
        String line = line();
        int end = line.indexOf(';');
        return Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
    }

    private void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The answer was cut");
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("A line of the answer's head is too long");
            }
            line.append((char) next);
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
