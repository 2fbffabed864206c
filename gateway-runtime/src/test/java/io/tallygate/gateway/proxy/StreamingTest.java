package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RawHttp2;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Answers that come piece by piece (server-sent events): nothing is held back, and who leaves is noticed.
class StreamingTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String REQUEST =
            "GET /acme/orders/events HTTP/1.1\r\nHost: a.test\r\nX-API-Key: " + RunningGateway.KEY + "\r\n\r\n";

    /// Sends an event when it may, and tells when its reader has gone.
    private static ScriptedUpstream upstream(Semaphore next, CountDownLatch gone) throws Exception {
        return new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(HEAD);
            Thread.ofVirtual().start(() -> {
                try {
                    connection.in.read();
                } catch (java.io.IOException reset) {
                    // gone as well
                }
                gone.countDown();
            });
            for (int i = 0; i < 5; i++) {
                next.acquire();
                connection.write("a\r\ndata: " + i + "\n\n\n\r\n");
            }
            next.acquire();
        });
    }

    private static void awaitText(Socket client, String end) throws Exception {
        StringBuilder got = new StringBuilder();
        while (!got.toString().contains(end)) {
            int c = client.getInputStream().read();
            assertThat(c).as(got.toString()).isNotNegative();
            got.append((char) c);
        }
    }

    @Test
    void cases_57_and_59_each_event_is_there_before_the_next_is_made_and_who_leaves_is_noticed_at_once()
            throws Exception {
        Semaphore next = new Semaphore(0);
        CountDownLatch gone = new CountDownLatch(1);
        try (ScriptedUpstream upstream = upstream(next, gone);
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            try (Socket client = new Socket("127.0.0.1", gateway.port())) {
                client.setSoTimeout(3_000);
                client.getOutputStream().write(REQUEST.getBytes(ISO_8859_1));
                awaitText(client, "\r\n\r\n");
                for (int i = 0; i < 3; i++) {
                    next.release();
                    awaitText(client, "data: " + i + "\n\n");
                }
                assertThat(gone.getCount()).isEqualTo(1);
            }
            assertThat(gone.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stream_of_http2_is_no_different() throws Exception {
        Semaphore next = new Semaphore(0);
        CountDownLatch gone = new CountDownLatch(1);
        try (ScriptedUpstream upstream = upstream(next, gone);
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                RawHttp2 client = new RawHttp2(gateway.port())) {
            client.request(1, true, "GET", "/acme/orders/events");
            assertThat(client.await(frame -> frame.type() == RawHttp2.HEADERS)).isNotNull();
            for (int i = 0; i < 3; i++) {
                next.release();
                assertThat(client.await(frame -> frame.type() == RawHttp2.DATA).text())
                        .isEqualTo("data: " + i + "\n\n\n");
            }
            assertThat(gone.getCount()).isEqualTo(1);
            client.write(RawHttp2.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
            assertThat(gone.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }
}
