package io.tallygate.gateway.proxy;

import static io.tallygate.gateway.running.RunningGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who takes too long, sends too much or leaves is let go, and counted under the limit's name.
class SlowClientTest {
    private static final String POST = "POST /acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n";
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        gateway.restart(new HttpLimits(
                8 << 10,
                32 << 10,
                200,
                100_000,
                256,
                Duration.ofMillis(800),
                Duration.ofMillis(900),
                Duration.ofMillis(800),
                1_000,
                Duration.ofMillis(1_200),
                Duration.ofSeconds(5),
                64 << 10));
    }

    @Test
    void half_a_preface_of_http2_is_not_waited_for_any_longer_than_a_head() throws Exception {
        long before = gateway.metric("tallygate_limit_hits_total{limit=\"head-time\"}");
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"head-time\"}"))
                .isEqualTo(before + 1);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_head_that_drips_is_408_however_often_another_octet_comes() throws Exception {
        long began = System.nanoTime();
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            Thread.ofVirtual().start(() -> drip(socket));
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 408");
            assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(2_500);
        }
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"head-time\"}"))
                .isPositive();
    }

    /// For four seconds, where a head may take less than one.
    private static void drip(Socket socket) {
        try {
            for (int i = 0; i < 40; i++) {
                socket.getOutputStream().write(POST.charAt(i));
                Thread.sleep(100);
            }
        } catch (IOException | InterruptedException closed) {
            // as it should be
        }
    }

    @Test
    void a_body_that_does_not_come_is_408_and_recorded_once() throws Exception {
        long recorded = gateway.recorded();
        String answer = gateway.raw(POST + "Content-Length: 10\r\n\r\nabc");
        assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/request-timeout");
        assertThat(gateway.recorded() - recorded).isEqualTo(1);
    }

    @Test
    void a_body_that_drips_is_408_however_often_another_octet_comes() throws Exception {
        long hits = gateway.metric("tallygate_limit_hits_total{limit=\"body-rate\"}");
        long began = System.nanoTime();
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream().write((POST + "Content-Length: 100\r\n\r\n").getBytes());
            Thread.ofVirtual().start(() -> drip(socket));
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 408");
            assertThat((System.nanoTime() - began) / 1_000_000).isBetween(1_100L, 3_000L);
        }
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"body-rate\"}"))
                .isEqualTo(hits + 1);
    }

    @Test
    void an_idle_connection_ends_without_a_word() throws Exception {
        assertThat(gateway.raw("")).isEqualTo("<closed>");
    }

    @Test
    void a_body_that_is_too_large_is_413_said_or_not() throws Exception {
        assertThat(gateway.raw(POST + "Content-Length: 100001\r\n\r\n")).startsWith("HTTP/1.1 413");
        String chunks = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(7);
        assertThat(gateway.raw(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n"))
                .contains("HTTP/1.1 413")
                .endsWith("<closed>");
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"request-body\"}"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_chunk_that_is_none_ends_the_call_and_is_recorded_once() throws Exception {
        long recorded = gateway.recorded();
        String answer = gateway.raw(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
        assertThat(answer).contains("HTTP/1.1 400").endsWith("<closed>");
        assertThat(gateway.recorded() - recorded).isEqualTo(1);
    }

    @Test
    void a_refused_client_can_use_its_connection_again_when_little_is_left_of_its_request() throws Exception {
        String unknown = "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde";
        assertThat(gateway.raw(unknown + POST + "Content-Length: 2\r\nConnection: close\r\n\r\nok"))
                .startsWith("HTTP/1.1 404")
                .contains("HTTP/1.1 200 OK")
                .doesNotContain("HTTP/1.1 400");
    }

    @Test
    void a_refused_client_with_much_to_send_still_reads_its_answer() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes());
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            try {
                for (int i = 0; i < 40; i++) {
                    out.write(chunk.getBytes());
                }
            } catch (IOException closed) {
                // the gateway may have lost its patience
            }
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 404");
        }
    }
}
