package io.tallygate.gateway.proxy;

import static io.tallygate.gateway.running.RawHttp2.CONTINUATION;
import static io.tallygate.gateway.running.RawHttp2.DATA;
import static io.tallygate.gateway.running.RawHttp2.END_HEADERS;
import static io.tallygate.gateway.running.RawHttp2.END_STREAM;
import static io.tallygate.gateway.running.RawHttp2.GOAWAY;
import static io.tallygate.gateway.running.RawHttp2.HEADERS;
import static io.tallygate.gateway.running.RawHttp2.PING;
import static io.tallygate.gateway.running.RawHttp2.RST_STREAM;
import static io.tallygate.gateway.running.RawHttp2.SETTINGS;
import static io.tallygate.gateway.running.RawHttp2.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RawHttp2.Frame;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import io.tallygate.gateway.running.TestCertificates;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Clients that speak HTTP/2, with the upstream as witness.
class Http2Test {
    private static final int PROTOCOL_ERROR = 1;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int CANCEL = 8;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void many_calls_share_a_connection_in_tls() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "localhost");
        try (RunningGateway gateway = RunningGateway.withLimits("");
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(TestCertificates.trustful())
                        .build()) {
            gateway.restartWithTls(certificates.folder());
            String address = "https://localhost:" + gateway.tlsPort() + "/acme/orders/";
            assertThat(call(client, address + "first").get().body()).isEqualTo("GET /base/first");
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(call(client, address + (i % 3 == 0 ? "big/200000" : "x" + i)));
            }
            for (int i = 0; i < 60; i++) {
                HttpResponse<String> answer = calls.get(i).get(30, TimeUnit.SECONDS);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).hasSize(i % 3 == 0 ? 200_000 : ("GET /base/x" + i).length());
            }
            assertThat(gateway.recorded()).isEqualTo(61);
            assertThat(gateway.metric("tallygate_client_connections_total")).isEqualTo(1);
            assertThat(gateway.upstream().received())
                    .allSatisfy(seen -> assertThat(seen.headers())
                            .containsEntry("x-forwarded-proto", "https")
                            .containsEntry("x-forwarded-host", "localhost:" + gateway.tlsPort())
                            .doesNotContainKeys("transfer-encoding", "content-length"));
        }
    }

    private static CompletableFuture<HttpResponse<String>> call(HttpClient client, String address) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(address))
                        .header("X-API-Key", RunningGateway.KEY)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_large_body_arrives_whole() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "localhost");
        try (RunningGateway gateway = RunningGateway.withLimits("");
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(TestCertificates.trustful())
                        .build()) {
            gateway.restartWithTls(certificates.folder());
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("https://localhost:" + gateway.tlsPort() + "/acme/orders/x"))
                    .header("X-API-Key", RunningGateway.KEY)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5_000_000]))
                    .build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.upstream().received().getFirst().bodyBytes()).isEqualTo(5_000_000);
        }
    }

    @Test
    void a_client_that_knows_may_begin_without_tls() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/a%2Fb?q=%20+", "cookie", "a=1", "cookie", "b=2");
            assertThat(client.answer(1)).isEqualTo("200 GET /base/a%2Fb?q=%20+");
            client.request(3, true, "POST", "/acme/orders/empty");
            assertThat(client.answer(3)).isEqualTo("200 POST /base/empty");
            client.request(5, false, "PUT", "/acme/orders/some");
            client.data(5, false, new byte[1_000]);
            client.data(5, true, new byte[0]);
            assertThat(client.answer(5)).isEqualTo("200 PUT /base/some");
            client.request(7, true, "GET", "/nowhere");
            assertThat(client.answer(7)).startsWith("404 ").contains("/problems/no-route");
            assertThat(gateway.upstream().received().get(0).headers()).containsEntry("cookie", "a=1; b=2");
            assertThat(gateway.upstream().received().get(1).headers())
                    .containsEntry("content-length", "0")
                    .containsEntry("via", "2.0 tallygate");
            assertThat(gateway.upstream().received().get(2).bodyBytes()).isEqualTo(1_000);
        }
    }

    @Test
    void a_head_that_two_readers_could_read_differently_is_refused() throws Exception {
        Map<String, String[]> wrong = new LinkedHashMap<>();
        wrong.put("blanks around a value", new String[] {"x-a", "\tv "});
        wrong.put("a line end in a value", new String[] {"x-a", "v\r\nx-b: w"});
        wrong.put("a nul in a value", new String[] {"x-a", "v\u0000"});
        wrong.put("upper case", new String[] {"X-A", "v"});
        wrong.put("a colon in a name", new String[] {"x:a", "v"});
        wrong.put("a blank in a name", new String[] {"x a", "v"});
        wrong.put("connection", new String[] {"connection", "close"});
        wrong.put("transfer-encoding", new String[] {"transfer-encoding", "chunked"});
        wrong.put("upgrade", new String[] {"upgrade", "websocket"});
        wrong.put("te", new String[] {"te", "gzip"});
        wrong.put("another host", new String[] {"host", "b.test"});
        wrong.put("a second path", new String[] {":path", "/other"});
        wrong.put("a length of its own", new String[] {"content-length", "5"});
        wrong.put("two lengths", new String[] {"content-length", "0", "content-length", "5"});
        wrong.put("a signed length", new String[] {"content-length", "+0"});
        wrong.put("an unknown pseudo field", new String[] {":protocol", "websocket"});
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            int stream = 1;
            for (Map.Entry<String, String[]> each : wrong.entrySet()) {
                client.request(stream, true, "GET", "/acme/orders/x", each.getValue());
                assertThat(client.answer(stream)).as(each.getKey()).isEqualTo("<reset " + PROTOCOL_ERROR + ">");
                stream += 2;
            }
            client.request(stream, true, "GET", "/acme/orders/x y");
            assertThat(client.answer(stream)).isEqualTo("<reset " + PROTOCOL_ERROR + ">");
            assertThat(gateway.upstream().received()).isEmpty();
            client.request(stream + 2, true, "GET", "/acme/orders/x");
            assertThat(client.answer(stream + 2)).startsWith("200");
        }
    }

    @Test
    void a_body_of_another_length_than_it_says_never_ends_at_the_upstream() throws Exception {
        AtomicInteger whole = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    int octets = 0;
                    while (connection.in.read() >= 0) {
                        octets++;
                    }
                    if (octets >= 5) { // a call whose fault is seen before there is a connection never comes here
                        whole.incrementAndGet();
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, false, "POST", "/acme/orders/x", "content-length", "5");
            RunningGateway.await("the call is upstream", () -> upstream.requests() == 1);
            client.data(1, true, new byte[3]);
            assertThat(client.answer(1)).isEqualTo("<reset " + PROTOCOL_ERROR + ">");
            client.request(3, false, "POST", "/acme/orders/x", "content-length", "5");
            RunningGateway.await("the call is upstream", () -> upstream.requests() == 2);
            client.data(3, false, new byte[3]);
            client.data(3, true, new byte[3]);
            assertThat(client.answer(3)).isEqualTo("<reset " + PROTOCOL_ERROR + ">");
            Thread.sleep(300);
            RunningGateway.await("both are counted", () -> gateway.calls("client-failed", "4xx") == 2);
        }
        assertThat(whole.get()).isZero();
    }

    @Test
    void what_follows_an_early_answer_is_dropped_and_read_as_strictly() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, false, "POST", "/nowhere", "content-length", "3");
            assertThat(client.answer(1)).startsWith("404 ");
            client.data(1, true, new byte[3]);
            client.request(3, false, "POST", "/nowhere", "content-length", "3");
            assertThat(client.answer(3)).startsWith("404 ");
            client.data(3, true, new byte[5]);
            Frame reset = client.await(frame -> frame.type() == RST_STREAM);
            assertThat(reset.stream()).isEqualTo(3);
            assertThat(reset.error()).isEqualTo(PROTOCOL_ERROR);
            client.request(5, false, "POST", "/nowhere");
            assertThat(client.answer(5)).startsWith("404 ");
            for (int i = 0; i < 20; i++) {
                client.data(5, false, new byte[16_000]);
            }
            Frame enough = client.await(frame -> frame.type() == RST_STREAM);
            assertThat(enough.stream()).isEqualTo(5);
            assertThat(enough.error()).isZero();
        }
    }

    @Test
    void a_connection_without_a_call_is_told_that_it_ends() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            HttpLimits standard = HttpLimits.standard();
            gateway.restart(new HttpLimits(
                    standard.requestLineBytes(),
                    standard.headBytes(),
                    standard.headerCount(),
                    standard.requestBodyBytes(),
                    standard.chunkExtensionBytes(),
                    standard.headTime(),
                    Duration.ofMillis(700),
                    standard.bodyTime(),
                    standard.policyTime(),
                    standard.pendingBytes()));
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                client.request(1, true, "GET", "/acme/orders/x");
                assertThat(client.answer(1)).startsWith("200");
                assertThat(client.await(frame -> frame.type() == GOAWAY).error())
                        .isZero();
                assertThat(client.await(_ -> false)).isNull();
            }
        }
    }

    @Test
    void case_45_an_answers_trailers_reach_the_client_and_those_that_would_change_it_do_not() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                            + "2\r\nok\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\n\r\n");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/x");
            assertThat(client.answer(1)).isEqualTo("200 ok trailers:x-sum=1");
        }
    }

    @Test
    void a_client_that_does_not_read_holds_its_upstream_back_and_nobody_else() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    if (connection.readHead().contains("/large")) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n");
                        byte[] part = new byte[64 << 10];
                        for (int i = 0; i < 1024; i++) {
                            connection.out.write(part);
                            written.addAndGet(part.length);
                        }
                    }
                    connection.write(OK);
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.window(0, 1 << 20);
            client.request(1, true, "GET", "/acme/orders/large");
            int got = 0;
            while (got < 65_535) {
                got += client.await(frame -> frame.type() == DATA).payload().length;
            }
            Thread.sleep(500);
            long before = written.get();
            Thread.sleep(500);
            assertThat(written.get()).isEqualTo(before).isLessThan(24L << 20);
            client.request(3, true, "GET", "/acme/orders/small");
            assertThat(client.answer(3)).isEqualTo("200 ok");
            client.window(1, 100_000);
            assertThat(client.await(frame -> frame.type() == DATA && frame.stream() == 1))
                    .isNotNull();
        }
    }

    @Test
    void an_upstream_that_does_not_read_holds_its_client_back() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    over.await(20, TimeUnit.SECONDS);
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.socket().setSoTimeout(1_000);
            client.request(1, false, "POST", "/acme/orders/x");
            long window = 65_536;
            long sent = 0;
            try {
                while (sent < 256L << 20) {
                    if (window >= 16_384) {
                        client.data(1, false, new byte[16_384]);
                        window -= 16_384;
                        sent += 16_384;
                    } else {
                        Frame opened = client.await(frame -> frame.type() == WINDOW_UPDATE && frame.stream() == 1);
                        window += opened.error();
                    }
                }
            } catch (java.net.SocketTimeoutException heldBack) {
                // what this is about
            }
            over.countDown();
            assertThat(sent).isLessThan(32L << 20);
        }
    }

    @Test
    void a_stream_that_its_client_resets_ends_the_upstreams_call_at_once() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.in.read();
                    ended.countDown();
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/x");
            RunningGateway.await("the call is upstream", () -> upstream.requests() == 1);
            client.write(RST_STREAM, 0, 1, new byte[] {0, 0, 0, CANCEL});
            assertThat(ended.await(1, TimeUnit.SECONDS)).isTrue();
            RunningGateway.await("it is counted", () -> gateway.calls("client-gone", "4xx") == 1);
        }
    }

    @Test
    void an_answer_that_breaks_off_resets_its_stream() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/x");
            assertThat(client.answer(1)).endsWith("<reset 2>");
        }
    }

    @Test
    void a_head_larger_than_allowed_is_answered_with_431() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            String large = "v".repeat(33_000);
            byte[] block = client.block(
                    ":method",
                    "GET",
                    ":scheme",
                    "http",
                    ":authority",
                    "a.test",
                    ":path",
                    "/acme/orders/x",
                    "x-a",
                    large);
            int first = Math.min(16_000, block.length);
            client.write(HEADERS, END_STREAM, 1, java.util.Arrays.copyOf(block, first));
            client.write(CONTINUATION, END_HEADERS, 1, java.util.Arrays.copyOfRange(block, first, block.length));
            assertThat(client.answer(1)).startsWith("431 ").contains("/problems/too-large");
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"request-head\"}"))
                    .isEqualTo(1);
        }
    }

    /// What one flood sends, again and again.
    private interface Flood {
        void send(RawHttp2 client, int i) throws Exception;
    }

    private static void assertEnds(String limit, Flood flood) throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            long before = System.nanoTime();
            try {
                for (int i = 0; i < 5_000; i++) {
                    flood.send(client, i);
                }
            } catch (java.net.SocketException closed) {
                // nothing else was to be expected
            }
            try {
                Frame last = client.await(frame -> frame.type() == GOAWAY);
                assertThat(last == null || last.error() == ENHANCE_YOUR_CALM).isTrue();
                assertThat(client.await(_ -> false)).isNull();
            } catch (java.net.SocketException reset) {
                // it sends still, and we do not listen any more
            }
            assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"" + limit + "\"}"))
                    .isEqualTo(1);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void streams_opened_and_reset_end_the_connection() throws Exception {
        assertEnds("http2-resets", (client, i) -> {
            client.request(2 * i + 1, true, "GET", "/acme/orders/slow");
            client.write(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, CANCEL});
        });
    }

    @Test
    void a_head_of_many_continuations_ends_the_connection() throws Exception {
        assertEnds("http2-continuations", (client, i) -> {
            client.write(i == 0 ? HEADERS : CONTINUATION, 0, 1, new byte[] {});
        });
    }

    @Test
    void pings_and_settings_without_end_end_the_connection() throws Exception {
        assertEnds("http2-controls", (client, _) -> client.write(PING, 0, 0, new byte[8]));
        assertEnds("http2-controls", (client, _) -> client.write(SETTINGS, 0, 0, new byte[0]));
    }

    @Test
    void more_streams_than_allowed_are_refused_and_the_others_answered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    go.await(10, TimeUnit.SECONDS);
                    connection.write(OK);
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            gateway.restart(streams(20));
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                for (int i = 0; i < 21; i++) {
                    client.request(2 * i + 1, true, "GET", "/acme/orders/x");
                }
                Frame refused = client.await(frame -> frame.type() == RST_STREAM);
                assertThat(refused.stream()).isEqualTo(41);
                assertThat(refused.error()).isEqualTo(7);
                RunningGateway.await("the others are upstream", () -> upstream.requests() == 20);
                go.countDown();
                for (int i = 0; i < 20; i++) {
                    assertThat(client.await(Frame::ends)).isNotNull();
                }
                assertThat(upstream.requests()).isEqualTo(20);
                assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"http2-streams\"}"))
                        .isEqualTo(1);
            }
        }
    }

    private static ProtocolLimits streams(int count) {
        ProtocolLimits standard = ProtocolLimits.standard();
        return new ProtocolLimits(
                standard.tlsHandshakes(),
                standard.tlsHandshakeTime(),
                standard.clientHelloBytes(),
                count,
                standard.http2StreamWindow(),
                standard.http2Window(),
                standard.http2Resets(),
                standard.http2Controls(),
                standard.http2Continuations(),
                standard.http2Period(),
                standard.webSocketIdle(),
                standard.webSocketClosing());
    }

    @Test
    void a_gateway_that_stops_says_so_and_answers_what_is_under_way() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    Thread.sleep(700);
                    connection.write(OK);
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/x");
            RunningGateway.await("the call is upstream", () -> upstream.requests() == 1);
            Thread stopping = Thread.ofVirtual().start(gateway::stop);
            assertThat(client.await(frame -> frame.type() == GOAWAY).error()).isZero();
            client.request(3, true, "GET", "/acme/orders/late");
            assertThat(client.answer(1)).isEqualTo("200 ok");
            assertThat(client.answer(3)).isEqualTo("200 ok");
            assertThat(client.await(_ -> false)).isNull();
            stopping.join();
        }
    }
}
