package io.tallygate.load.life;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection to loopback, and HTTP/1.1 on it as far as a drill needs it. Nothing is tried again by itself: what was
/// not answered whole has failed.
public final class Wire implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 20_000;
    private static final int MAX_LINE = 16 << 10;

    final InputStream in;
    final OutputStream out;
    private final Socket socket;
    private boolean reusable = true;

    /// A message whose every octet has arrived.
    /// @param start   its first line
    /// @param fields  by their names in lower case; of several alike the last
    public record Message(String start, Map<String, String> fields, byte[] body) {
        public int status() {
            return Integer.parseInt(start.substring(9, 12));
        }

        public String field(String name) {
            return fields.getOrDefault(name, "");
        }

        public String text() {
            return new String(body, ISO_8859_1);
        }

        /// A gateway that has too much to do, as on a machine that is too busy, says so and does nothing of the call.
        public boolean isShed() {
            return status() == 503 && text().contains("problems/overloaded");
        }
    }

    public static Wire open(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return new Wire(socket);
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 8192);
        this.out = socket.getOutputStream();
    }

    /// @param fields  whole lines, each ended with CRLF
    /// @throws IOException  when the answer did not arrive whole; the connection is of no more use
    public Message ask(String method, String target, String fields, byte[] body) throws IOException {
        try {
            String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
            String head = method + " " + target + " HTTP/1.1\r\nHost: drill\r\n" + fields + length + "\r\n";
            ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + body.length);
            all.writeBytes(head.getBytes(ISO_8859_1));
            all.writeBytes(body);
            all.writeTo(out);
            Message answer = read();
            if (answer == null) {
                throw new EOFException("closed without an answer");
            }
            reusable &= !answer.field("connection").equalsIgnoreCase("close");
            return answer;
        } catch (IOException cut) {
            reusable = false;
            throw cut;
        }
    }

    /// A request or an answer.
    /// @return  null when the other side ended the connection before one
    public @Nullable Message read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        String start = (char) first + line();
        Map<String, String> fields = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Message(start, fields, body(start, fields));
    }

    private byte[] body(String start, Map<String, String> fields) throws IOException {
        if ("chunked".equalsIgnoreCase(fields.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                body.write(in.readNBytes(size));
                line();
            }
            while (!line().isEmpty()) {
                // trailers
            }
            return body.toByteArray();
        }
        String length = fields.get("content-length");
        if (length != null) {
            int octets = Integer.parseInt(length);
            byte[] body = in.readNBytes(octets);
            if (body.length < octets) {
                throw new EOFException("cut after " + body.length + " of " + octets + " octets");
            }
            return body;
        }
        boolean isWithout = !start.startsWith("HTTP/") || start.startsWith("101", 9) || start.startsWith("204", 9);
        if (!isWithout) {
            throw new IOException("An answer without a length cannot be known to be whole: " + start);
        }
        return new byte[0];
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MAX_LINE) {
                throw new EOFException("cut in a head");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /// Octets as they are.
    public void write(byte[] octets) throws IOException {
        out.write(octets);
    }

    boolean isReusable() {
        return reusable;
    }

    public void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /// Breaks it off: the other side sees a reset.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            reusable = false;
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            reusable = false;
        }
    }
}
