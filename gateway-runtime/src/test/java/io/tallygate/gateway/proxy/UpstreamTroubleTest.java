package io.tallygate.gateway.proxy;

import static io.tallygate.gateway.running.RunningGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import io.tallygate.gateway.running.ScriptedUpstream.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever an upstream does, its client gets a clear end, and what went upstream is recorded exactly once.
class UpstreamTroubleTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String GET = "GET /acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n\r\n";

    @Test
    void an_upstream_that_hangs_up_without_an_answer_is_502_and_recorded_once() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(Connection::readHead);
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            HttpResponse<String> answer = gateway.get("/acme/orders/x");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("/problems/upstream-refused");
            assertThat(gateway.recorded()).isEqualTo(1);
            assertThat(gateway.calls("upstream-refused", "5xx")).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}: {1}, asked {2} times")
    @CsvSource({"GET, 200, 3", "POST, 502, 2"})
    void a_kept_alive_connection_that_died_costs_only_what_cannot_be_repeated(String method, int status, int requests)
            throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(OK);
                    if (connection.number == 1) {
                        connection.readHead(); // and hangs up on the second call
                    } else {
                        connection.readHead();
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            String call = GET.replace("GET", method);
            String answers = gateway.raw(call + call.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(answers).startsWith("HTTP/1.1 200").contains("HTTP/1.1 " + status);
            assertThat(upstream.requests()).isEqualTo(requests);
            assertThat(gateway.recorded()).isEqualTo(2);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_not_passed_off_as_complete() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "'quota':{'calls':1,'period':'month'}")) {
            assertThat(gateway.raw(GET)).startsWith("HTTP/1.1 200").endsWith("half<closed>");
            assertThat(gateway.calls("upstream-aborted", "2xx")).isEqualTo(1);
            assertThat(gateway.recorded()).isEqualTo(1);
            // nobody pays for half an answer: the month's only call is still there
            assertThat(gateway.raw(GET)).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk",
                "HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n"
            })
    void an_upstream_that_can_be_read_in_two_ways_is_502(String octets) throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(octets);
                    connection.readHead();
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(502);
            assertThat(gateway.metric("tallygate_malformed_responses_total") + gateway.calls("upstream-refused", "5xx"))
                    .isPositive();
            assertThat(gateway.recorded()).isEqualTo(1);
        }
    }

    @Test
    void what_comes_behind_an_answer_is_never_the_next_calls_answer() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write(OK + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                    connection.readHead();
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            for (int i = 0; i < 5; i++) {
                assertThat(gateway.get("/acme/orders/x").body()).isEqualTo("ok");
            }
            assertThat(upstream.connections()).isEqualTo(5);
        }
    }

    @Test
    void interim_answers_are_carried_and_an_answer_without_length_too() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                    connection.write("HTTP/1.1 200 OK\r\nTrailer: X-T\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\n\r\n");
                    connection.write("to the end");
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            String answer = gateway.raw(GET);
            assertThat(answer)
                    .startsWith("HTTP/1.1 103 Early Hints\r\n")
                    .containsIgnoringCase("link: </a>")
                    .containsIgnoringCase("transfer-encoding: chunked")
                    .endsWith("a\r\nto the end\r\n0\r\n\r\n<open>");
            assertThat(answer.toLowerCase()).doesNotContain("x-hop", "trailer:", "connection: close");
            String old = gateway.raw(GET.replace("HTTP/1.1\r\nHost", "HTTP/1.0\r\nHost"));
            assertThat(old).startsWith("HTTP/1.1 200").endsWith("to the end<closed>");
        }
    }

    @Test
    void an_answer_that_does_not_wait_for_the_request_reaches_its_client() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge");
                    Thread.sleep(300);
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                Socket socket = new Socket("127.0.0.1", gateway.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY
                            + "\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(50_000))
                    .getBytes());
            String answer = new String(socket.getInputStream().readAllBytes());
            assertThat(answer).startsWith("HTTP/1.1 413").endsWith("large");
            assertThat(gateway.recorded()).isEqualTo(1);
        }
    }

    @Test
    void a_client_that_does_not_read_stops_its_upstream() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 500000000\r\n\r\n");
                    byte[] part = new byte[64 << 10];
                    while (written.get() < 500_000_000) {
                        connection.out.write(part);
                        written.addAndGet(part.length);
                    }
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.getOutputStream().write(GET.getBytes());
            assertThat(settled(written))
                    .isBetween(1L, 40_000_000L); // what lies in the kernel's buffers, and little more
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 20];
            for (long read = 0; read < 100_000_000; ) {
                int count = in.read(buffer);
                assertThat(count).as("the answer goes on").isPositive();
                read += count;
            }
            assertThat(written.get()).isGreaterThan(100_000_000);
        }
    }

    @Test
    void an_upstream_that_does_not_read_stops_its_client() throws Exception {
        AtomicLong written = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    Thread.sleep(5_000);
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "");
                Socket socket = new Socket("127.0.0.1", gateway.port())) {
            Thread.ofVirtual().start(() -> upload(socket, written));
            assertThat(settled(written)).isBetween(1L, 40_000_000L);
            String answer = new String(socket.getInputStream().readAllBytes());
            assertThat(answer).startsWith("HTTP/1.1 504").contains("/problems/upstream-timeout");
            assertThat(gateway.calls("upstream-timeout", "5xx")).isEqualTo(1);
        }
    }

    private static void upload(Socket socket, AtomicLong written) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /acme/orders/x HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY
                            + "\r\nContent-Length: 500000000\r\n\r\n")
                    .getBytes());
            byte[] part = new byte[64 << 10];
            while (written.get() < 500_000_000) {
                out.write(part);
                written.addAndGet(part.length);
            }
        } catch (IOException closed) {
            // the gateway has answered
        }
    }

    /// What a counter comes to when it no longer grows.
    private static long settled(AtomicLong counter) throws InterruptedException {
        long before = -1;
        while (counter.get() == 0 || before != counter.get()) {
            before = counter.get();
            Thread.sleep(400);
        }
        return before;
    }

    @Test
    void an_upload_of_unknown_length_to_an_upstream_that_must_first_be_dialled_arrives_whole() throws Exception {
        AtomicLong arrived = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    for (int i = 0; i < 200_000; i++) {
                        if (connection.in.read() < 0) {
                            return;
                        }
                        arrived.incrementAndGet();
                    }
                    connection.write(OK);
                    connection.readHead();
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            HttpResponse<String> answer =
                    gateway.send("PUT", "/acme/orders/x", BodyPublishers.ofByteArray(new byte[200_000]));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(arrived.get()).isEqualTo(200_000);
        }
    }
}
