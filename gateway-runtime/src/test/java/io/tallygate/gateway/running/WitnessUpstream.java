package io.tallygate.gateway.running;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// An upstream that keeps what it saw octet by octet, and answers 200.
public final class WitnessUpstream implements AutoCloseable {
    private final ScriptedUpstream upstream;
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private volatile String answer = OK;
    private final List<Seen> received = new CopyOnWriteArrayList<>();

    /// @param target   path and query
    /// @param headers  names in lower case, values in their order
    /// @param body     taken out of its framing
    public record Seen(String target, Map<String, List<String>> headers, String body) {
        /// @return  null when it is not there; several with a comma between them
        public @Nullable String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null ? null : String.join(", ", values);
        }
    }

    public WitnessUpstream() throws IOException {
        upstream = new ScriptedUpstream(connection -> {
            while (true) {
                String head = connection.readHead();
                if (head.isEmpty()) {
                    return;
                }
                received.add(seen(head, connection));
                connection.write(answer);
            }
        });
    }

    private static Seen seen(String head, ScriptedUpstream.Connection connection) throws IOException {
        List<String> lines = head.lines().toList();
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).getFirst());
        String body = new String(connection.in.readNBytes(length), ISO_8859_1);
        return new Seen(lines.getFirst().split(" ")[1], headers, body);
    }

    /// @param octets  of every answer from now on
    public void answers(String octets) {
        answer = octets;
    }

    public int port() {
        return upstream.port();
    }

    public List<Seen> received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        upstream.close();
    }
}
