package io.tallygate.gateway.policy.compression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStream;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final String TEXT = "{\"what\":\"an answer that says the same again and again\"}\n".repeat(2_000);
    private static final CountDownLatch FIRST_SEEN = new CountDownLatch(1);

    private static ScriptedUpstream upstream;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(connection -> {
            for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
                answer(connection, head);
            }
        });
        gateway = RunningGateway.inFrontOf(upstream, "");
        gateway.feed().openRoute(new UUID(9, 1), RunningGateway.UPSTREAM, "'path':'/c'", "{'policy':'compression'}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static void answer(ScriptedUpstream.Connection connection, String head) throws Exception {
        String type = head.contains("/image") ? "image/png" : "application/json; charset=utf-8";
        if (head.contains("/live")) {
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nfirst\r\n");
            assertThat(FIRST_SEEN.await(5, TimeUnit.SECONDS)).isTrue();
            connection.write("6\r\nsecond\r\n0\r\n\r\n");
            return;
        }
        byte[] body = (head.contains("/short") ? "{}" : TEXT).getBytes(UTF_8);
        String more = "";
        if (head.contains("/coded")) {
            body = gzip(body);
            more = "Content-Encoding: gzip\r\n";
        } else if (head.contains("/kept")) {
            more = "Cache-Control: public, no-transform\r\n";
        } else if (head.contains("/part")) {
            more = "Content-Range: bytes 0-" + (body.length - 1) + "/" + body.length + "\r\n";
        }
        connection.write("HTTP/1.1 " + (head.contains("/part") ? "206 Partial Content" : "200 OK")
                + "\r\nContent-Type: " + type + "\r\nETag: \"v1\"\r\nAccept-Ranges: bytes\r\nContent-Length: "
                + body.length + "\r\n" + more + "\r\n");
        if (!head.startsWith("HEAD")) {
            connection.out.write(body);
            connection.out.flush();
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
            out.write(body);
        }
        return coded.toByteArray();
    }

    private static HttpResponse<byte[]> get(String path, String accepted) throws Exception {
        return gateway.http()
                .send(
                        gateway.request("/c" + path)
                                .header("Accept-Encoding", accepted)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String decoded(String coding, byte[] body) throws IOException {
        Brotli4jLoader.ensureAvailability();
        ByteArrayInputStream coded = new ByteArrayInputStream(body);
        try (InputStream in = switch (coding) {
            case "gzip" -> new GZIPInputStream(coded);
            case "br" -> new BrotliInputStream(coded);
            case "zstd" -> new ZstdInputStream(coded);
            default -> coded;
        }) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest(name = "{0} is answered in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip",
                "gzip, deflate, br, zstd | zstd",
                "gzip, br | br",
                "gzip;q=1.0, br;q=0.5 | gzip",
                "br;q=0, * | zstd",
                "GZIP | gzip",
                "zstd;q=0, br;q=0, gzip;q=0.001 | gzip"
            })
    void the_coding_that_the_client_likes_best(String accepted, String coding) throws Exception {
        HttpResponse<byte[]> answer = get("/big", accepted);
        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly(coding);
        assertThat(decoded(coding, answer.body())).isEqualTo(TEXT);
        assertThat(answer.body().length).isLessThan(TEXT.length() / 10);
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
        assertThat(answer.headers().firstValue("ETag")).hasValue("W/\"v1\"");
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(answer.headers().firstValue("Accept-Ranges")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"identity", "deflate", "gzip;q=0, *;q=0", "identity;q=1, gzip;q=0.5"})
    void who_takes_none_gets_none(String accepted) throws Exception {
        HttpResponse<byte[]> answer = get("/big", accepted);
        assertThat(answer.headers().allValues("Content-Encoding")).isEmpty();
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(TEXT);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"v1\"");
        assertThat(answer.headers().allValues("Vary")).containsExactly("Accept-Encoding");
    }

    @Test
    void cases_61_and_63_what_is_coded_is_coded_once_and_keeps_its_length() throws Exception {
        HttpResponse<byte[]> answer = get("/coded", "gzip, br, zstd");
        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(decoded("gzip", answer.body())).isEqualTo(TEXT);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/short", "/image", "/kept", "/part"})
    void what_is_not_worth_it_or_not_allowed_stays_as_it_is(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path, "gzip");
        assertThat(answer.headers().allValues("Content-Encoding")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Length")).isPresent();
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"v1\"");
    }

    @Test
    void a_head_request_is_told_what_a_get_would_be() throws Exception {
        String answer =
                gateway.raw("HEAD /c/big HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .contains("Content-Encoding: gzip\r\n", "ETag: W/\"v1\"\r\n")
                .doesNotContain("Content-Length:", "Transfer-Encoding:")
                .endsWith("\r\n\r\n<closed>");
    }

    @Test
    void an_old_client_gets_the_coded_body_up_to_the_end_of_the_connection() throws Exception {
        String answer = gateway.raw("GET /c/big HTTP/1.0\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4, answer.length() - "<closed>".length());
        assertThat(decoded("gzip", body.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)))
                .isEqualTo(TEXT);
    }

    @Test
    void what_comes_as_it_happens_is_let_out_as_it_comes() throws Exception {
        HttpResponse<InputStream> answer = gateway.http()
                .send(
                        gateway.request("/c/live")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(answer.body())) {
            assertThat(new String(in.readNBytes(5), UTF_8)).isEqualTo("first");
            FIRST_SEEN.countDown();
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("second");
        }
    }

    @Test
    void one_beyond_those_that_may_be_coded_at_once_goes_as_it_is_and_is_counted() throws Exception {
        String hits = "tallygate_limit_hits_total{limit=\"compressed-bodies\"}";
        long before = gateway.metric(hits);
        CompressionPolicy.BODIES.addAndGet(CompressionPolicy.MAX_BODIES);
        try {
            assertThat(get("/big", "gzip").headers().allValues("Content-Encoding"))
                    .isEmpty();
        } finally {
            CompressionPolicy.BODIES.addAndGet(-CompressionPolicy.MAX_BODIES);
        }
        assertThat(gateway.metric(hits)).isEqualTo(before + 1);
        assertThat(get("/big", "gzip").headers().allValues("Content-Encoding")).containsExactly("gzip");
    }

    @Test
    void many_answers_one_after_the_other_hold_on_to_nothing() throws Exception {
        for (int i = 0; i < CompressionPolicy.MAX_BODIES + 50; i++) { // more than there may be at the same time
            gateway.raw("GET /c/big HTTP/1.0\r\nAccept-Encoding: zstd\r\n\r\n");
        }
        assertThat(get("/big", "zstd").headers().allValues("Content-Encoding")).containsExactly("zstd");
    }
}
