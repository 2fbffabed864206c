package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is too much is refused at once, counted under its name, and uses nothing up.
class OverloadTest {
    @Test
    void calls_beyond_the_bound_are_503_and_recorded_nowhere() throws Exception {
        try (RunningGateway gateway = RunningGateway.withSettings(Map.of("TALLYGATE_MAX_CALLS", "2"), "")) {
            int loops = Runtime.getRuntime().availableProcessors();
            int welcome = loops * Math.ceilDiv(2, loops);
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 3 * welcome; i++) { // connections come to the loops in turn
                calls.add(gateway.http()
                        .sendAsync(
                                gateway.request("/acme/orders/slow")
                                        .header("X-API-Key", RunningGateway.KEY)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            int refused = 0;
            for (CompletableFuture<HttpResponse<String>> each : calls) {
                HttpResponse<String> answer = each.get(10, TimeUnit.SECONDS);
                if (answer.statusCode() == 503) {
                    refused++;
                    assertThat(answer.body()).contains("/problems/overloaded");
                    assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
                    assertThat(answer.headers().firstValue("x-request-id")).isPresent();
                }
            }
            assertThat(refused).isEqualTo(2 * welcome);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"calls\"}"))
                    .isEqualTo(refused);
            assertThat(gateway.calls("refused", "5xx")).isEqualTo(refused);
            assertThat(gateway.recorded()).isEqualTo(welcome);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void clients_that_do_not_read_are_given_up_when_connections_to_their_upstream_run_short() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restart(4);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.setReceiveBufferSize(4 << 10);
                socket.connect(new InetSocketAddress("127.0.0.1", gateway.port()));
                socket.getOutputStream()
                        .write(("GET /acme/orders/big/8000000 HTTP/1.1\r\nHost: a\r\nX-API-Key: " + RunningGateway.KEY
                                        + "\r\n\r\n")
                                .getBytes(ISO_8859_1));
            }
            long before = System.nanoTime();
            assertThat(gateway.get("/acme/orders/big/3000000").body()).hasSize(3_000_000);
            assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
            RunningGateway.await("they are no longer in the way", () -> gateway.calls("client-gone", "2xx") >= 2);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"unread-time\"}"))
                    .isPositive();
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    @Test
    void clients_whose_bodies_do_not_go_on_are_given_up_when_connections_to_their_upstream_run_short()
            throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restart(4);
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
                Socket socket = new Socket("127.0.0.1", gateway.port());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(("POST /acme/orders/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nX-API-Key: "
                                        + RunningGateway.KEY + "\r\n\r\nbegun")
                                .getBytes(ISO_8859_1));
            }
            RunningGateway.await(
                    "they are there", () -> gateway.metric("tallygate_client_connections") >= sockets.size());
            long before = System.nanoTime();
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"withheld-time\"}"))
                    .isPositive();
            byte[] told = new byte[12];
            int read = sockets.getFirst().getInputStream().readNBytes(told, 0, told.length);
            assertThat(new String(told, 0, read, ISO_8859_1)).isEqualTo("HTTP/1.1 408");
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    @Test
    void streams_whose_windows_stay_closed_are_given_up_and_their_connection_goes_on() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restart(4);
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                client.window(0, 10_000_000);
                for (int stream = 1; stream < 7; stream += 2) {
                    client.request(stream, true, "GET", "/acme/orders/big/900000");
                }
                assertThat(client.await(frame -> frame.type() == RawHttp2.RST_STREAM)
                                .error())
                        .as("cancelled")
                        .isEqualTo(8);
                client.request(7, true, "GET", "/acme/orders/x");
                assertThat(client.answer(7)).isEqualTo("200 GET /base/x");
                assertThat(gateway.calls("client-gone", "2xx")).isBetween(1L, 3L);
            }
        }
    }

    @Test
    void streams_that_are_reset_at_once_never_reach_an_upstream() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> connection.readHead());
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/nowhere");
            assertThat(client.answer(1)).startsWith("404 ");
            byte[] head = literally(
                    ":method",
                    "GET",
                    ":scheme",
                    "http",
                    ":authority",
                    "a.test",
                    ":path",
                    "/acme/orders/x",
                    "x-api-key",
                    RunningGateway.KEY);
            ByteArrayOutputStream burst = new ByteArrayOutputStream();
            for (int stream = 3; stream < 163; stream += 2) {
                burst.write(frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, stream, head));
                burst.write(frame(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }
            client.socket().getOutputStream().write(burst.toByteArray());
            client.request(163, true, "GET", "/nowhere");
            assertThat(client.answer(163)).startsWith("404 ");
            assertThat(upstream.requests()).isZero();
            assertThat(gateway.recorded()).isZero();
            for (int stream = 165; stream < 207; stream += 2) { // the one that is too much, and no more
                client.write(RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, stream, head);
                client.write(RawHttp2.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
            }
            assertThat(client.await(frame -> frame.type() == RawHttp2.GOAWAY).error())
                    .as("enhance your calm")
                    .isEqualTo(11);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"http2-resets\"}"))
                    .isEqualTo(1);
        }
    }

    /// Fields that leave no trace in anybody's table, so that they can be sent again and again.
    private static byte[] literally(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            block.write(fields[i].length());
            block.writeBytes(fields[i].getBytes(ISO_8859_1));
        }
        return block.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    @Test
    void windows_that_nothing_was_sent_for_end_the_connection() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 1_001; i++) { // the one that is too much, and no more
                flood.write(frame(RawHttp2.WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}));
            }
            client.socket().getOutputStream().write(flood.toByteArray());
            assertThat(client.await(frame -> frame.type() == RawHttp2.GOAWAY).error())
                    .isEqualTo(11);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"http2-controls\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void heads_that_are_too_large_are_answered_some_times_and_then_end_the_connection() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            List<String> fields =
                    new ArrayList<>(List.of(":method", "GET", ":scheme", "http", ":authority", "a", ":path", "/x"));
            for (int i = 0; i < 250; i++) {
                fields.add("x-" + i);
                fields.add("v".repeat(100));
            }
            byte[] head = literally(fields.toArray(String[]::new));
            byte[] first = Arrays.copyOf(head, 16_000);
            byte[] rest = Arrays.copyOfRange(head, 16_000, head.length);
            for (int stream = 1; stream < 5; stream += 2) {
                client.write(RawHttp2.HEADERS, RawHttp2.END_STREAM, stream, first);
                client.write(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, stream, rest);
                assertThat(client.answer(stream)).startsWith("431 ");
            }
            client.write(RawHttp2.HEADERS, RawHttp2.END_STREAM, 5, first);
            client.write(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 5, rest);
            assertThat(client.await(frame -> frame.type() == RawHttp2.GOAWAY).error())
                    .isEqualTo(11);
        }
    }
}
