package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import io.tallygate.gateway.running.WitnessUpstream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Part B of `bug-cases.md`, over the public port: framing, bodies, hop-by-hop fields. The number is the case's.
class FramingBugCasesTest {
    private static final String KEY = "X-API-Key: " + RunningGateway.KEY + "\r\n";

    @TempDir
    static Path folder;

    private static Path accessLog;
    private static WitnessUpstream witness;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        witness = new WitnessUpstream();
        accessLog = folder.resolve("access.log");
        gateway = RunningGateway.withSettings(
                Map.of("TALLYGATE_ACCESS_LOG", accessLog.toString()), "127.0.0.1:" + witness.port());
        gateway.feed().upstream(RunningGateway.UPSTREAM, witness.port(), "", 5_000);
        Duration second = Duration.ofSeconds(1);
        gateway.restart(new HttpLimits(4 << 10, 8 << 10, 200, 1 << 20, 256, second, second, second, second, 64 << 10));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        witness.close();
    }

    @BeforeEach
    void answer() {
        witness.answers(WitnessUpstream.OK);
    }

    private static String ask(String method, String fields) throws Exception {
        return gateway.raw(method + " /acme/orders/x HTTP/1.1\r\nHost: a.test\r\n" + KEY + fields + "\r\n");
    }

    private static WitnessUpstream.Seen seen() {
        return witness.received().getLast();
    }

    private static String lower(String answer) {
        return answer.toLowerCase(Locale.ROOT);
    }

    @Test
    void case_27_what_connection_names_goes_no_further_unless_it_says_who_calls() throws Exception {
        String answer = ask(
                "GET",
                "Connection: close, X-Foo, Authorization, X-Consumer-Id, X-Request-Id\r\nX-Foo: 1\r\n"
                        + "Authorization: Custom kept\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(seen().headers()).doesNotContainKey("x-foo").containsKeys("x-consumer-id", "x-request-id");
        assertThat(seen().header("authorization")).isEqualTo("Custom kept");
        assertThat(String.valueOf(seen().header("connection"))).doesNotContainIgnoringCase("x-foo");
    }

    @Test
    void case_29_a_length_beside_any_transfer_encoding_is_refused_and_the_connection_ends() throws Exception {
        int before = witness.received().size();
        for (String coding : new String[] {"chunked, something", "chunked", "something", "identity"}) {
            String answer = ask("POST", "Content-Length: 4\r\nTransfer-Encoding: " + coding + "\r\n");
            assertThat(answer).as(coding).matches("(?s)HTTP/1.1 (400|501) .*<closed>");
        }
        assertThat(witness.received()).hasSize(before);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "31, '2;\nxx\r\n0\r\n\r\n'",
        "31, '2;a=b\nxx\r\n0\r\n\r\n'",
        "35, '0x3\r\nabc\r\n0\r\n\r\n'",
        "35, '3 \r\nabc\r\n0\r\n\r\n'",
        "35, '+3\r\nabc\r\n0\r\n\r\n'",
        "35, '3_0\r\nabc\r\n0\r\n\r\n'",
        "35, '00000000000000003\r\nabc\r\n0\r\n\r\n'"
    })
    void a_chunk_that_is_none_is_refused_and_the_connection_ends(int number, String chunks) throws Exception {
        String answer = ask("POST", "Transfer-Encoding: chunked\r\n\r\n" + chunks);
        assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("<closed>");
    }

    @Test
    void case_33_blanks_around_a_value_of_http2_do_not_survive() throws Exception {
        for (String value : new String[] {"\tv ", " v", "v\t"}) {
            try (RawHttp2 client = new RawHttp2(gateway.port())) {
                int before = witness.received().size();
                client.request(1, true, "GET", "/acme/orders/x", "x-a", value);
                String answer = client.answer(1);
                if (witness.received().size() > before) {
                    assertThat(seen().header("x-a")).isEqualTo("v");
                } else {
                    assertThat(answer).matches("(?s)(400 .*|<reset 1>|<closed>)");
                }
            }
        }
    }

    @Test
    void case_37_a_put_that_is_answered_with_304_is_answered_at_once_and_its_connection_used_again() throws Exception {
        witness.answers("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(2_000);
            for (int i = 0; i < 2; i++) {
                String put = "PUT /acme/orders/x HTTP/1.1\r\nHost: a.test\r\n" + KEY + "Content-Length: 2\r\n\r\nok";
                client.getOutputStream().write(put.getBytes(ISO_8859_1));
                StringBuilder answer = new StringBuilder();
                while (answer.indexOf("\r\n\r\n") < 0) {
                    answer.append((char) client.getInputStream().read());
                }
                assertThat(answer).startsWith("HTTP/1.1 304 ");
            }
        }
    }

    @ParameterizedTest(name = "39: {0}")
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void an_answer_without_a_body_has_no_framing_either(String status) throws Exception {
        witness.answers("HTTP/1.1 " + status + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        String answer = lower(ask("GET", "Connection: close\r\n"));
        if (answer.startsWith("http/1.1 502 ")) { // an upstream must not say so (RFC 9112, 6.1): it is not believed
            return;
        }
        assertThat(answer)
                .startsWith("http/1.1 " + status.substring(0, 3))
                .doesNotContain("transfer-encoding")
                .endsWith("\r\n\r\n<closed>");
        assertThat(status.startsWith("304") ? "" : answer).doesNotContain("content-length");
    }

    @Test
    void case_43_an_answer_before_the_awaited_body_is_told_at_once() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                    connection.in.readAllBytes();
                });
                RunningGateway other = RunningGateway.inFrontOf(upstream, "");
                Socket client = new Socket("127.0.0.1", other.port())) {
            client.setSoTimeout(3_000);
            String post = "POST /acme/orders/x HTTP/1.1\r\nHost: a.test\r\n" + KEY
                    + "Expect: 100-continue\r\nContent-Length: 100000\r\n\r\n";
            client.getOutputStream().write(post.getBytes(ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("HTTP/1.1 401 ") < 0) {
                int next = client.getInputStream().read();
                assertThat(next).as(answer.toString()).isNotNegative();
                answer.append((char) next);
            }
        }
    }

    @Test
    void case_45_trailers_reach_a_client_of_http1_that_takes_them_and_forbidden_ones_do_not() throws Exception {
        witness.answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "2\r\nok\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\nSet-Cookie: a=b\r\n\r\n");
        assertThat(lower(ask("GET", "TE: trailers\r\nConnection: close, TE\r\n")))
                .contains("0\r\nx-sum: 1\r\n")
                .doesNotContain("content-length");
        assertThat(lower(ask("GET", "Connection: close\r\n")))
                .contains("2\r\nok\r\n0\r\n")
                .doesNotContain("x-sum: 1");
    }

    @Test
    void case_47_a_field_that_is_too_long_is_431_with_a_problem_counted_and_logged() throws Exception {
        long before = gateway.metric("tallygate_limit_hits_total{limit=\"request-head\"}");
        String answer = ask("GET", "X-Long: " + "a".repeat(9_000) + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("application/problem+json", "\"status\":431");
        awaitLogged(431);
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"request-head\"}"))
                .isEqualTo(before + 1);
    }

    private static void awaitLogged(int status) throws Exception {
        RunningGateway.await(
                "a line of " + status,
                () -> Files.readString(accessLog, ISO_8859_1).contains("\"status\":" + status));
    }

    @Test
    void case_49_a_request_line_that_is_too_long_is_414_counted_and_logged() throws Exception {
        long before = gateway.metric("tallygate_limit_hits_total{limit=\"request-line\"}");
        String answer = gateway.raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 414 ").contains("application/problem+json");
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"request-line\"}"))
                .isEqualTo(before + 1);
        awaitLogged(414);
    }

    @Test
    void case_51_a_get_without_a_body_gains_no_framing() throws Exception {
        for (String method : new String[] {"GET", "DELETE", "OPTIONS"}) {
            assertThat(ask(method, "Connection: close\r\n")).startsWith("HTTP/1.1 200 ");
            assertThat(seen().headers()).as(method).doesNotContainKeys("transfer-encoding", "content-length");
        }
        try (RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/x");
            assertThat(client.answer(1)).startsWith("200 ");
            assertThat(seen().headers()).doesNotContainKeys("transfer-encoding", "content-length");
        }
    }

    @Test
    void case_73_fields_of_an_answer_come_once() throws Exception {
        witness.answers("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
        String answer = lower(ask("GET", "Connection: close\r\n"));
        assertThat(answer.split("set-cookie:", -1)).hasSize(2);
        assertThat(answer.split("transfer-encoding:", -1)).hasSize(2);
        assertThat(answer.split("date:", -1)).hasSizeLessThanOrEqualTo(2);
    }
}
