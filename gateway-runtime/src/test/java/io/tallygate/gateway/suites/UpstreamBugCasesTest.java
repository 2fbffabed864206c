package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Parts C and E of `bug-cases.md`, over the public port: WebSockets, pooled connections and clients that leave. The
/// number is the case's.
class UpstreamBugCasesTest {
    private static final String KEY = "X-API-Key: " + RunningGateway.KEY + "\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void case_55_protocols_of_a_websocket_are_offered_as_they_came_and_the_chosen_one_comes_back_once()
            throws Exception {
        StringBuffer asked = new StringBuffer();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    asked.append(connection.readHead());
                    connection.write("HTTP/1.1 101 Switching Protocols\r\n"
                            + "Connection: Upgrade\r\n"
                            + "Upgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                            + "Sec-WebSocket-Protocol: json\r\n\r\n");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            String answer = gateway.raw("GET /acme/orders/x HTTP/1.1\r\nHost: a.test\r\n" + KEY
                            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                            + "Sec-WebSocket-Protocol: graphql-ws, json\r\n\r\n")
                    .toLowerCase(Locale.ROOT);
            assertThat(asked.toString().toLowerCase(Locale.ROOT))
                    .containsOnlyOnce("sec-websocket-protocol: graphql-ws, json\r\n");
            assertThat(answer).startsWith("http/1.1 101 ").containsOnlyOnce("sec-websocket-protocol: json\r\n");
        }
    }

    @Test
    void case_67_a_call_that_comes_just_as_its_kept_connection_ends_sees_nothing_of_it() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.socket.setSoTimeout(150); // keeps an idle connection for so long
                    try {
                        while (!connection.readHead().isEmpty()) {
                            connection.write(OK);
                        }
                    } catch (IOException idle) {
                        connection.socket.close();
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            for (int i = 0; i < 25; i++) {
                assertThat(gateway.get("/acme/orders/x").statusCode())
                        .as("call " + i)
                        .isEqualTo(200);
                Thread.sleep(144 + i % 12);
            }
            assertThat(upstream.connections()).isGreaterThan(1);
        }
    }

    @Test
    void case_69_uploads_that_are_cut_anywhere_hold_on_to_nothing() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            cutUploads(gateway, 200); // pools are filled
            long before = PlatformDependent.usedDirectMemory();
            cutUploads(gateway, 1_500);
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(4L << 20);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
        }
    }

    private static void cutUploads(RunningGateway gateway, int count) throws Exception {
        Random random = new Random(69);
        byte[] upload = ("POST /acme/orders/x HTTP/1.1\r\nHost: a.test\r\n" + KEY + "Content-Length: 60000\r\n\r\n"
                        + "x".repeat(60_000))
                .getBytes(ISO_8859_1);
        for (int i = 0; i < count; i++) {
            try (Socket client = new Socket("127.0.0.1", gateway.port())) {
                client.setSoLinger(random.nextBoolean(), 0);
                client.getOutputStream().write(upload, 0, random.nextInt(upload.length));
            }
        }
        RunningGateway.await("all have left", () -> gateway.metric("tallygate_client_connections") == 0);
    }

    @Test
    void case_71_a_call_that_its_client_takes_back_says_nothing_of_its_upstream() throws Exception {
        Semaphore asked = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    String head = connection.readHead();
                    asked.release();
                    if (head.contains("/never")) {
                        connection.in.readAllBytes();
                    } else {
                        connection.write(OK);
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            UUID watched = new UUID(11, 1);
            gateway.feed()
                    .put(
                            "upstream",
                            watched,
                            ("{'tenant':'%s','scheme':'http','targets':[{'host':'127.0.0.1','port':%d,'weight':1}],"
                                            + "'basePath':'','connectTimeoutMillis':1000,'responseTimeoutMillis':5000,"
                                            + "'circuitBreaker':{'minimumCalls':2,'failurePercent':1}}")
                                    .formatted(PortalFeed.TENANT, upstream.port()));
            gateway.feed().openRoute(new UUID(11, 2), watched, "'path':'/watched'", "");
            gateway.awaitApplied();
            for (int i = 0; i < 10; i++) {
                client.request(2 * i + 1, true, "GET", "/watched/never");
                asked.acquire();
                client.write(RawHttp2.RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
            }
            RunningGateway.await("the calls' ends", () -> gateway.calls("client-gone", "4xx") == 10);
            assertThat(gateway.get("/watched/x").statusCode()).isEqualTo(200);
            assertThat(gateway.metric("tallygate_upstream_breaker_openings_total"))
                    .isZero();
            assertThat(gateway.calls("upstream-refused", "5xx")).isZero();
        }
    }

    @Test
    void case_161_a_gateway_that_was_cut_off_goes_from_the_version_it_had_to_the_newest_at_once() throws Exception {
        try (EchoUpstream first = new EchoUpstream();
                EchoUpstream second = new EchoUpstream();
                EchoUpstream third = new EchoUpstream();
                RunningGateway gateway = RunningGateway.allowedToCall(java.util.List.of(first, second, third))) {
            version(gateway, first);
            gateway.awaitApplied();
            gateway.feed().cut();
            version(gateway, second);
            version(gateway, third);
            for (int i = 0; i < 50; i++) {
                assertThat(gateway.get("/a/x").statusCode()).isEqualTo(200);
            }
            gateway.feed().mend();
            int calls = 0;
            while (third.received().isEmpty()) {
                assertThat(gateway.get("/a/x").statusCode()).isEqualTo(200);
                assertThat(gateway.get("/b/x").statusCode()).isEqualTo(200);
                assertThat(calls++).as("calls until the newest").isLessThan(20_000);
            }
            int old = first.received().size();
            for (int i = 0; i < 50; i++) {
                gateway.get("/a/x");
                gateway.get("/b/x");
            }
            assertThat(second.received()).isEmpty();
            assertThat(first.received().size() - old)
                    .as("calls of the version before")
                    .isLessThanOrEqualTo(1);
        }
    }

    private static void version(RunningGateway gateway, EchoUpstream upstream) {
        gateway.feed().upstream(new UUID(11, 3), upstream.port(), "", 1_000);
        gateway.feed().openRoute(new UUID(11, 4), new UUID(11, 3), "'path':'/a'", "");
        gateway.feed().openRoute(new UUID(11, 5), new UUID(11, 3), "'path':'/b'", "");
    }
}
