package io.tallygate.gateway.proxy;

import io.tallygate.gateway.running.ScriptedUpstream.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An origin that remembers each request octet by octet, and offers what rows about framing ask of an origin: entity
/// tags, 405 with Allow, 406, 415, and 400 for two content types.
final class FramingWitness {
    private static final String TAG = "\"v1\"";

    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /// @param complete  false: the connection ended inside the body
    record Seen(String method, String target, List<String> fields, String body, boolean complete) {
        /// Every value of that name.
        List<String> values(String name) {
            String begin = name.toLowerCase(Locale.ROOT) + ":";
            return fields.stream()
                    .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(begin))
                    .map(field -> field.substring(begin.length()).strip())
                    .toList();
        }
    }

    List<Seen> seen() {
        return seen;
    }

    void serve(Connection connection) throws IOException {
        for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            List<String> lines = new ArrayList<>(List.of(head.strip().split("\r\n")));
            String[] first = lines.removeFirst().split(" ");
            Seen begun = new Seen(first[0], first[1], List.copyOf(lines), "", false);
            seen.add(begun); // when its head is there: its end may come when another row's turn has begun
            String body = body(begun, connection);
            if (body == null) {
                return;
            }
            Seen request = new Seen(begun.method(), begun.target(), begun.fields(), body, true);
            seen.replaceAll(each -> each == begun ? request : each);
            connection.write(answer(request));
        }
    }

    /// @return  null when the connection ends inside of it
    private static @Nullable String body(Seen begun, Connection connection) throws IOException {
        if (!begun.values("transfer-encoding").isEmpty()) {
            return chunks(connection);
        }
        List<String> lengths = begun.values("content-length");
        return lengths.isEmpty() ? "" : octets(connection, Integer.parseInt(lengths.getFirst()));
    }

    /// @return  null when the connection ends before
    private static @Nullable String octets(Connection connection, int count) throws IOException {
        StringBuilder octets = new StringBuilder();
        while (octets.length() < count) {
            int octet = connection.in.read();
            if (octet < 0) {
                return null;
            }
            octets.append((char) octet);
        }
        return octets.toString();
    }

    /// @return  null when the connection ends before
    private static @Nullable String chunks(Connection connection) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                int octet = connection.in.read();
                if (octet < 0) {
                    return null;
                }
                line.append((char) octet);
            }
            int size = Integer.parseInt(line.toString().strip(), 16);
            String data = octets(connection, size + 2);
            if (data == null) {
                return null;
            }
            if (size == 0) {
                return body.toString();
            }
            body.append(data, 0, size);
        }
    }

    private static String answer(Seen request) {
        if (request.values("content-type").size() > 1) {
            return plain("400 Bad Request", "");
        }
        if (request.method().equals("DELETE")) {
            return plain("405 Method Not Allowed", "Allow: GET, HEAD, POST, OPTIONS\r\n");
        }
        if (!List.of("GET", "HEAD", "POST", "OPTIONS").contains(request.method())) {
            return plain("501 Not Implemented", "");
        }
        if (request.values("accept").contains("application/x-nonsense")) {
            return plain("406 Not Acceptable", "");
        }
        if (request.values("content-type").contains("application/x-nonsense")) {
            return plain("415 Unsupported Media Type", "");
        }
        String match = String.join(",", request.values("if-none-match"));
        if (match.equals("*") || match.contains(TAG)) {
            return "HTTP/1.1 304 Not Modified\r\nETag: " + TAG + "\r\n\r\n";
        }
        return plain("200 OK", "ETag: " + TAG + "\r\nContent-Type: text/plain\r\n");
    }

    private static String plain(String status, String fields) {
        return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: 2\r\n\r\nok";
    }
}
