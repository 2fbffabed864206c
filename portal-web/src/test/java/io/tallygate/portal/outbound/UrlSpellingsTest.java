package io.tallygate.portal.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every spelling of the shared table through every kind of call, with nothing on the allow list. What is dialled is
/// counted by two real listeners: whatever is not global reaches the one inside, everything else the one outside.
class UrlSpellingsTest {
    private static final Path TABLE = Path.of("../infra/contracts/suites/url-spellings-ssrf.json");

    /// An upstream's address has neither query nor fragment: these rows, usable elsewhere, are refused there by choice.
    private static final Set<String> NO_UPSTREAM =
            Set.of("http://example.com#@127.0.0.1/", "http://example.com?@127.0.0.1/");

    private Listener inside;
    private Listener outside;

    @BeforeEach
    void listen() throws IOException {
        inside = new Listener();
        outside = new Listener();
    }

    @AfterEach
    void close() throws IOException {
        inside.close();
        outside.close();
    }

    /// Answers every connection with what it was told, and counts them.
    private static final class Listener implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger connections = new AtomicInteger();
        private volatile byte[] answer = ok("fine");

        Listener() throws IOException {
            Thread.ofPlatform().daemon().start(this::serve);
        }

        private static byte[] ok(String body) {
            return ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8);
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    InputStream in = socket.getInputStream();
                    in.read(new byte[4096]);
                    OutputStream out = socket.getOutputStream();
                    out.write(answer);
                    out.flush();
                } catch (IOException gone) {
                    // the other side is done
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /// Names as the table says; every socket goes to one of the two listeners, by the address that was dialled.
    private final class Table implements Network {
        private final Function<String, List<String>> names;

        Table(Function<String, List<String>> names) {
            this.names = names;
        }

        @Override
        public List<InetAddress> lookUp(String host) throws UnknownHostException {
            try {
                return List.of(InetAddress.ofLiteral(host));
            } catch (IllegalArgumentException aName) {
                List<InetAddress> found = new ArrayList<>();
                for (String address : names.apply(host)) {
                    found.add(InetAddress.ofLiteral(address));
                }
                if (found.isEmpty()) {
                    throw new UnknownHostException(host);
                }
                return found;
            }
        }

        @Override
        public Socket socket() {
            return new Socket(Proxy.NO_PROXY) {
                @Override
                public void connect(SocketAddress wanted, int timeout) throws IOException {
                    InetAddress address = ((InetSocketAddress) wanted).getAddress();
                    Listener to = OutboundWall.isSpecial(address) ? inside : outside;
                    super.connect(to.server.getLocalSocketAddress(), timeout);
                }
            };
        }
    }

    private static final OutboundWall WALL = OutboundWall.allowing("");

    @Test
    void no_spelling_of_an_inner_address_is_connected_to_by_any_call() throws IOException {
        Map<String, Integer> wrong = new LinkedHashMap<>();
        int refused = 0;
        int usable = 0;
        for (JsonObject row : rows()) {
            for (boolean post : List.of(false, true)) {
                String url = row.getString("url");
                boolean reached = reaches(row, post);
                if (row.getBoolean("mustBlock") && !row.containsKey("answers")) {
                    refused++;
                    if (reached) {
                        wrong.put("called " + url, 1);
                    }
                } else if (!row.getBoolean("mustBlock")) {
                    usable++;
                    if (!reached && !row.containsKey("choice")) {
                        wrong.put("not called " + url, 1);
                    }
                }
            }
        }
        System.out.printf(
                "outbound: %d calls to refuse and %d to make, as GET (import) and POST (webhook): %d connections"
                        + " inside%n",
                refused, usable, inside.connections.get());
        assertThat(refused).isGreaterThan(250);
        assertThat(wrong).isEmpty();
        assertThat(inside.connections).hasValue(0);
    }

    @Test
    void no_spelling_of_an_inner_address_may_be_an_upstream() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (JsonObject row : rows()) {
            String url = row.getString("url");
            boolean taken = true;
            try {
                // a name is taken here and looked up by the gateway, whose wall has this table too
                WALL.check(url);
            } catch (RefusedAddress refused) {
                taken = false;
            }
            boolean isName = row.containsKey("dns") || row.containsKey("dnsSequence");
            if (row.getBoolean("mustBlock")
                    && taken
                    && !isName
                    && !row.getString("why").startsWith("not a valid host")) {
                wrong.add("taken " + url);
            }
            if (!row.getBoolean("mustBlock") && !taken && !row.containsKey("choice") && !NO_UPSTREAM.contains(url)) {
                wrong.add("refused " + url);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_name_whose_answer_changes_after_the_check_leads_nowhere_else() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Network rebinding = new Table(host -> List.of(asked.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1"));
        OutboundAnswer answer = new OutboundHttp(WALL, rebinding).send(get("http://rebind.example/"));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("fine");
        assertThat(asked).hasValue(1);
        assertThat(inside.connections).hasValue(0);
        assertThat(outside.connections).hasValue(1);
    }

    @Test
    void one_inner_address_among_others_refuses_the_name_and_an_unknown_name_is_refused_alike() {
        OutboundHttp http = new OutboundHttp(
                WALL,
                new Table(host -> host.equals("both.example") ? List.of("93.184.216.34", "10.0.0.1") : List.of()));
        for (String url : List.of("http://both.example/", "http://unknown.example/", "http://127.0.0.1/")) {
            assertThatThrownBy(() -> http.send(get(url)))
                    .isInstanceOf(RefusedAddress.class)
                    .hasMessage("This address is not allowed.");
        }
        assertThat(outside.connections).hasValue(0);
    }

    @Test
    void a_get_follows_three_redirects_and_a_post_none() throws Exception {
        OutboundHttp http = new OutboundHttp(WALL, new Table(host -> List.of("93.184.216.34")));
        outside.answer = redirect("/again");
        assertThatThrownBy(() -> http.send(get("http://loop.example/"))).isInstanceOf(IOException.class);
        assertThat(outside.connections).hasValue(4);
        assertThat(http.send(post("http://loop.example/")).status()).isEqualTo(302);
        assertThat(outside.connections).hasValue(5);
    }

    @Test
    void an_answer_is_read_to_its_limit_and_headers_are_bounded() throws Exception {
        OutboundHttp http = new OutboundHttp(WALL, new Table(host -> List.of("93.184.216.34")));
        outside.answer = Listener.ok("0123456789");
        OutboundAnswer cut = http.send(OutboundRequest.get("http://long.example/", "*/*", 4));
        assertThat(new String(cut.body(), StandardCharsets.UTF_8)).isEqualTo("0123");
        assertThat(cut.truncated()).isTrue();
        outside.answer = ("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000) + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> http.send(get("http://long.example/"))).isInstanceOf(IOException.class);
    }

    private boolean reaches(JsonObject row, boolean post) {
        int before = outside.connections.get();
        AtomicInteger asked = new AtomicInteger();
        Network network = new Table(host -> answers(row, host, asked.getAndIncrement()));
        if (row.containsKey("answers")) {
            outside.answer = redirect(row.getJsonObject("answers").getString("location"));
        } else {
            outside.answer = Listener.ok("fine");
        }
        String url = row.getString("url");
        try {
            new OutboundHttp(WALL, network).send(post ? post(url) : get(url));
        } catch (RefusedAddress | IOException no) {
            // what counts is what was dialled
        }
        return outside.connections.get() > before;
    }

    private static List<String> answers(JsonObject row, String host, int asked) {
        if (row.containsKey("dnsSequence") && row.get("dnsSequence") instanceof JsonObject sequences) {
            JsonArray sequence = sequences.getJsonArray(host);
            if (sequence != null) {
                JsonArray answer = sequence.getJsonArray(Math.min(asked, sequence.size() - 1));
                return answer.getValuesAs(JsonString::getString);
            }
        }
        JsonObject dns = row.getJsonObject("dns");
        return dns == null || !dns.containsKey(host)
                ? List.of()
                : dns.getJsonArray(host).getValuesAs(JsonString::getString);
    }

    private static byte[] redirect(String to) {
        return ("HTTP/1.1 302 Found\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static OutboundRequest get(String url) {
        return OutboundRequest.get(url, "*/*", 1000);
    }

    private static OutboundRequest post(String url) {
        return OutboundRequest.post(url, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), 1000);
    }

    private static List<JsonObject> rows() throws IOException {
        try (var reader = Json.createReader(Files.newBufferedReader(TABLE))) {
            return reader.readObject().getJsonArray("cases").getValuesAs(JsonObject.class);
        }
    }
}
