package io.tallygate.gateway.proxy;

import static io.tallygate.gateway.running.RunningGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever two parsers could read differently is refused, its connection closed, and nothing of it reaches the
/// upstream.
class StrictRequestsTest {
    private static final String HEAD = "POST /acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n";
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void an_ambiguous_request_is_refused_and_its_connection_closed(String what, int status, String octets)
            throws Exception {
        gateway.upstream().received().clear();
        String answer = gateway.raw(octets);
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json")
                .endsWith("<closed>");
        assertThat(gateway.upstream().received()).isEmpty();
    }

    static Stream<Arguments> ambiguous() {
        String smuggled = "GET /acme/orders/smuggled HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n\r\n";
        return Stream.of(
                Arguments.of(
                        "length and chunked",
                        400,
                        HEAD + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
                Arguments.of("two lengths", 400, HEAD + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"),
                Arguments.of("length with a sign", 400, HEAD + "Content-Length: +4\r\n\r\nabcd"),
                Arguments.of("length list", 400, HEAD + "Content-Length: 4, 4\r\n\r\nabcd"),
                Arguments.of("unknown coding", 501, HEAD + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "chunked twice",
                        400,
                        HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("folded line", 400, HEAD + "X-A: b\r\n c\r\n\r\n"),
                Arguments.of("space before the colon", 400, HEAD + "X-A : b\r\n\r\n"),
                Arguments.of("bare line feed", 400, HEAD + "X-A: b\n\r\n"),
                Arguments.of("control character", 400, HEAD + "X-A: b\u0000\r\n\r\n"),
                Arguments.of("two hosts", 400, HEAD + "Host: b\r\n\r\n"),
                Arguments.of("no host", 400, "GET /acme/orders/x HTTP/1.1\r\n\r\n"),
                Arguments.of("target and host differ", 400, "GET http://b/acme/orders/x HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("two blanks", 400, "GET  /acme/orders/x HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("HTTP/2.0", 505, "GET /acme/orders/x HTTP/2.0\r\nHost: a\r\n\r\n"),
                Arguments.of("a long request line", 414, "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of(
                        "a large head",
                        431,
                        "GET / HTTP/1.1\r\nHost: a\r\n"
                                + "X-A: "
                                        .concat("y".repeat(1000))
                                        .concat("\r\n")
                                        .repeat(40) + "\r\n"));
    }
}
