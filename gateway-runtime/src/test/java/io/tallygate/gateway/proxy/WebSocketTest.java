package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// WebSockets through the gateway, with Java's own client, and servers of their own behind it.
class WebSocketTest {
    private static final String HANDSHAKE =
            "GET /acme/orders/x HTTP/1.1\r\nHost: a.test\r\nX-API-Key: " + RunningGateway.KEY
                    + "\r\n"
                    + "Upgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\n"
            + "Connection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: x\r\n";

    /// Says everything back, and tells what it saw.
    private static final class Echo extends WebSocketServer {
        private final CountDownLatch started = new CountDownLatch(1);
        private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> offered = new LinkedBlockingQueue<>();

        private Echo() throws InterruptedException {
            super(
                    new InetSocketAddress("127.0.0.1", 0),
                    1,
                    List.of(new Draft_6455(List.of(), List.of(new Protocol("json"), new Protocol("")))));
            setReuseAddr(true);
            start();
            started.await();
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(org.java_websocket.WebSocket socket, ClientHandshake handshake) {
            offered.add(handshake.getResourceDescriptor() + " " + handshake.getFieldValue("Sec-WebSocket-Protocol"));
        }

        @Override
        public void onClose(org.java_websocket.WebSocket socket, int code, String reason, boolean remote) {
            closed.add(code + " " + remote);
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }

        @Override
        public void onError(org.java_websocket.WebSocket socket, Exception failed) {}
    }

    /// What a client hears.
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final AtomicLong octets = new AtomicLong();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            octets.addAndGet(data.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(-1);
        }
    }

    private static WebSocket open(RunningGateway gateway, Heard heard, String... protocols) throws Exception {
        WebSocket.Builder builder = gateway.http().newWebSocketBuilder().header("X-API-Key", RunningGateway.KEY);
        if (protocols.length > 0) {
            builder.subprotocols(
                    protocols[0],
                    List.of(protocols).subList(1, protocols.length).toArray(String[]::new));
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + "/acme/orders/chat?a=%20b"), heard)
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void messages_go_both_ways_and_are_one_record_at_the_end() throws Exception {
        Echo echo = new Echo();
        try (RunningGateway gateway =
                RunningGateway.inFrontOf(echo.getPort(), "'quota':{'calls':1,'period':'month'}")) {
            Heard heard = new Heard();
            WebSocket socket = open(gateway, heard, "graphql-ws", "json");
            assertThat(socket.getSubprotocol()).isEqualTo("json");
            assertThat(echo.offered.poll(5, TimeUnit.SECONDS))
                    .startsWith("/base/chat?a=%20b graphql-ws")
                    .contains("json");
            for (int i = 0; i < 20; i++) {
                socket.sendText("message " + i, true).get(5, TimeUnit.SECONDS);
                assertThat(heard.texts.poll(5, TimeUnit.SECONDS)).isEqualTo("message " + i);
            }
            socket.sendBinary(ByteBuffer.allocate(3_000_000), true).get(10, TimeUnit.SECONDS);
            RunningGateway.await("all octets are back", () -> heard.octets.get() == 3_000_000);
            assertThat(gateway.recorded()).isZero();
            assertThat(gateway.metric("tallygate_calls_active")).isEqualTo(1);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "enough").get(5, TimeUnit.SECONDS);
            assertThat(heard.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1000);
            assertThat(echo.closed.poll(5, TimeUnit.SECONDS)).isEqualTo("1000 true");
            RunningGateway.await("it is recorded", () -> gateway.recorded() == 1);
            assertThat(gateway.calls("answered", "1xx")).isEqualTo(1);
            assertThat(gateway.metric("tallygate_request_body_bytes_total")).isGreaterThan(3_000_000);
            assertThat(gateway.metric("tallygate_response_body_bytes_total")).isGreaterThan(3_000_000);
            assertThat(gateway.get("/acme/orders/x").statusCode())
                    .as("the quota counted it")
                    .isEqualTo(429);
        } finally {
            echo.stop(100);
        }
    }

    @Test
    void cases_41_and_53_an_upgrade_that_also_says_close_is_honoured_and_a_101_has_no_length() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    String head = connection.readHead();
                    assertThat(head.toLowerCase(java.util.Locale.ROOT))
                            .contains("\r\nconnection: upgrade\r\n", "\r\nupgrade: websocket\r\n");
                    connection.write(SWITCHING + "Content-Length: 0\r\n\r\n\u0081\u0005hello");
                    connection.in.readNBytes(2);
                    connection.write("\u0081\u0003bye");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            try (Socket client = new Socket("127.0.0.1", gateway.port())) {
                client.setSoTimeout(5_000);
                client.getOutputStream().write((HANDSHAKE + "Connection: close, Upgrade\r\n\r\n").getBytes(ISO_8859_1));
                StringBuilder got = new StringBuilder();
                while (!got.toString().endsWith("hello")) {
                    got.append((char) client.getInputStream().read());
                }
                assertThat(got.toString().toLowerCase(java.util.Locale.ROOT))
                        .startsWith("http/1.1 101 ")
                        .contains("connection: upgrade\r\n", "upgrade: websocket\r\n", "x-request-id: ")
                        .doesNotContain("content-length", "transfer-encoding", "connection: close");
                client.getOutputStream().write(new byte[] {(byte) 0x89, 0});
                assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                        .isEqualTo("\u0081\u0003bye");
            }
        }
    }

    @Test
    void a_handshake_is_refused_as_any_call_and_what_is_none_is_malformed() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    while (!connection.readHead().isEmpty()) {
                        connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            String asked = HANDSHAKE + "Connection: Upgrade\r\n\r\n";
            assertThat(gateway.raw(asked)).startsWith("HTTP/1.1 403 ").endsWith("no<open>");
            assertThat(gateway.raw(asked.replace(RunningGateway.KEY, "nobody"))).startsWith("HTTP/1.1 401 ");
            assertThat(gateway.raw(HANDSHAKE + "\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(gateway.raw(asked.replace("GET", "POST"))).startsWith("HTTP/1.1 400 ");
            assertThat(gateway.raw(asked.replace("HTTP/1.1", "HTTP/1.0"))).startsWith("HTTP/1.1 400 ");
            assertThat(gateway.raw(asked.replace("Sec-WebSocket-Key", "X-Key"))).startsWith("HTTP/1.1 400 ");
            assertThat(upstream.requests()).isEqualTo(1);
        }
    }

    @Test
    void a_101_that_nobody_asked_for_is_no_answer() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(SWITCHING + "\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void a_client_that_leaves_ends_the_upstreams_connection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(SWITCHING + "\r\n");
                    connection.in.read();
                    ended.countDown();
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            try (Socket client = new Socket("127.0.0.1", gateway.port())) {
                client.getOutputStream().write((HANDSHAKE + "Connection: Upgrade\r\n\r\n").getBytes(ISO_8859_1));
                client.getInputStream().read();
            }
            assertThat(ended.await(1, TimeUnit.SECONDS)).isTrue();
            RunningGateway.await("it is recorded", () -> gateway.recorded() == 1);
        }
    }

    @Test
    void who_does_not_read_holds_the_other_back() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(SWITCHING + "\r\n");
                    byte[] frame = new byte[64 << 10];
                    while (written.get() < 256L << 20) {
                        connection.out.write(frame);
                        written.addAndGet(frame.length);
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            try (Socket client = new Socket("127.0.0.1", gateway.port())) {
                client.getOutputStream().write((HANDSHAKE + "Connection: Upgrade\r\n\r\n").getBytes(ISO_8859_1));
                client.getInputStream().read();
                Thread.sleep(800);
                long before = written.get();
                Thread.sleep(400);
                assertThat(written.get()).isEqualTo(before).isLessThan(32L << 20);
                client.getInputStream().readNBytes(16 << 20);
                RunningGateway.await("it goes on", () -> written.get() > before);
            }
        }
    }

    @Test
    void a_gateway_that_stops_closes_both_sides_as_going_away() throws Exception {
        Echo echo = new Echo();
        try (RunningGateway gateway = RunningGateway.inFrontOf(echo.getPort(), "")) {
            Heard heard = new Heard();
            WebSocket socket = open(gateway, heard);
            socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
            assertThat(heard.texts.poll(5, TimeUnit.SECONDS)).isEqualTo("hello");
            long before = System.nanoTime();
            gateway.stop();
            assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L);
            assertThat(heard.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(echo.closed.poll(5, TimeUnit.SECONDS)).isEqualTo("1001 true");
        } finally {
            echo.stop(100);
        }
    }

    @Test
    void a_socket_on_which_nothing_moves_is_closed() throws Exception {
        Echo echo = new Echo();
        try (RunningGateway gateway = RunningGateway.inFrontOf(echo.getPort(), "")) {
            ProtocolLimits standard = ProtocolLimits.standard();
            gateway.restart(new ProtocolLimits(
                    standard.tlsHandshakes(),
                    standard.tlsHandshakeTime(),
                    standard.clientHelloBytes(),
                    standard.http2Streams(),
                    standard.http2StreamWindow(),
                    standard.http2Window(),
                    standard.http2Resets(),
                    standard.http2Controls(),
                    standard.http2Continuations(),
                    standard.http2Period(),
                    Duration.ofMillis(600),
                    standard.webSocketClosing()));
            Heard heard = new Heard();
            WebSocket socket = open(gateway, heard);
            for (int i = 0; i < 4; i++) {
                Thread.sleep(300);
                socket.sendText("still here", true).get(5, TimeUnit.SECONDS);
            }
            assertThat(heard.closed).isNotDone();
            assertThat(heard.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"websocket-idle\"}"))
                    .isEqualTo(1);
        } finally {
            echo.stop(100);
        }
    }
}
