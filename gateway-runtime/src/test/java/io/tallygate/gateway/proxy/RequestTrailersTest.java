package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RawHttp2Upstream;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What stands behind a request's body goes where there is a place for it.
class RequestTrailersTest {
    private static final UUID UPSTREAM = new UUID(9, 10);
    private static RawHttp2Upstream upstream;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new RawHttp2Upstream();
        gateway = RunningGateway.inFrontOf(upstream.port(), "");
        gateway.feed().http2Upstream(UPSTREAM, upstream.port(), "");
        gateway.feed().openRoute(new UUID(9, 1), UPSTREAM, "'path':'/h2'", "");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static Http2Headers next() throws Exception {
        return upstream.blocks.poll(5, TimeUnit.SECONDS);
    }

    private static void assertTrailers(Http2Headers head, Http2Headers trailers) {
        assertThat(head.method()).hasToString("POST");
        assertThat(head.contains("grpc-checksum")).isFalse();
        assertThat(trailers.get("grpc-checksum")).hasToString("abc");
        assertThat(trailers.get("x-consumer-id")).isNull();
        assertThat(trailers.get("x_consumer_id")).isNull();
        assertThat(trailers.get("x-team")).isNull(); // the head has one
        assertThat(trailers.method()).isNull();
    }

    @Test
    void trailers_of_http2_reach_an_upstream_of_http2_without_what_is_the_gateways_word() throws Exception {
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, false, "POST", "/h2", "x-team", "a");
            client.data(1, false, new byte[] {1, 2, 3});
            client.write(
                    RawHttp2.HEADERS,
                    RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                    1,
                    client.block(
                            "grpc-checksum",
                            "abc",
                            "x-consumer-id",
                            "forged",
                            "x_consumer_id",
                            "forged",
                            "x-team",
                            "b"));
            assertThat(client.answer(1)).startsWith("204");
        }
        assertTrailers(next(), next());
    }

    @Test
    void trailers_of_a_chunked_body_do_so_too() throws Exception {
        String answer = gateway.raw("POST /h2 HTTP/1.1\r\nHost: a.test\r\nX-Team: a\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n3\r\nabc\r\n0\r\nGrpc-Checksum: abc\r\nX-Consumer-Id: forged\r\n"
                + "X_Consumer_Id: forged\r\nx-team: b\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 204");
        assertTrailers(next(), next());
    }

    @Test
    void an_upstream_of_http1_gets_none() throws Exception {
        try (ScriptedUpstream old = new ScriptedUpstream(connection -> {
                    StringBuilder seen = new StringBuilder();
                    while (seen.indexOf("\r\n0\r\n") < 0) {
                        seen.append((char) connection.in.read());
                    }
                    seen.append((char) connection.in.read()).append((char) connection.in.read());
                    String body = seen.toString().endsWith("0\r\n\r\n") ? "clean" : "more";
                    connection.out.write(("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body + "    ")
                            .substring(0, 43)
                            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                });
                RunningGateway plain = RunningGateway.inFrontOf(old, "")) {
            String answer = plain.raw("POST /acme/orders HTTP/1.1\r\nHost: a.test\r\nX-API-Key: " + RunningGateway.KEY
                    + "\r\n"
                    + "Transfer-Encoding: chunked\r\n"
                    + "Connection: close\r\n\r\n"
                    + "3\r\n"
                    + "abc\r\n"
                    + "0\r\n"
                    + "Grpc-Checksum: abc\r\n\r\n");
            assertThat(answer).startsWith("HTTP/1.1 200").contains("clean");
        }
    }
}
