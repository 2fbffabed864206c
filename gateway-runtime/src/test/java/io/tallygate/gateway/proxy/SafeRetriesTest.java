package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import io.tallygate.gateway.running.ScriptedUpstream.Connection;
import java.io.IOException;
import java.net.Socket;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An upstream that closes at every octet of a request and of its answer, on new connections and on kept ones,
/// with rules that ask for every retry there is: what may not be repeated is not.
class SafeRetriesTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    private static final String WARM = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final UUID ROUTE = new UUID(9, 2);

    private static ScriptedUpstream upstream;
    private static RunningGateway gateway;
    private static volatile int cutAt;
    private static volatile int requestLength;
    private static final AtomicInteger attempts = new AtomicInteger();
    private static final AtomicInteger begun = new AtomicInteger();
    private static final AtomicInteger executed = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream(SafeRetriesTest::play);
        gateway = RunningGateway.inFrontOf(upstream, "");
        UUID id = new UUID(9, 1);
        gateway.feed()
                .put(
                        "upstream",
                        id,
                        ("{'tenant':'%s','scheme':'http','targets':[{'host':'127.0.0.1','port':%d,'weight':1}],'basePath':'',"
                            + "'connectTimeoutMillis':1000,'responseTimeoutMillis':5000,"
                            + "'retries':{'attempts':3,'statuses':[503],'onTimeout':true,'budgetPercent':100}}")
                                .formatted(PortalFeed.TENANT, upstream.port()));
        gateway.feed()
                .put(
                        "route",
                        ROUTE,
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],"
                            + "'path':'/cut','methods':[],'stripPath':true,'upstream':'%s','authentication':'none',"
                            + "'metered':false,'operations':[]}")
                                .formatted(PortalFeed.TENANT, PortalFeed.API, PortalFeed.API, id));
        cutAt = Integer.MAX_VALUE;
        RunningGateway.await("the route", () -> call("GET", "/x", "").contains(" 200 "));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    /// Reads requests; the first attempt of a call that is not for warming is cut where it says.
    private static void play(Connection connection) throws IOException {
        while (true) {
            StringBuilder got = new StringBuilder();
            int end = -1;
            int attempt = 0;
            boolean warm = false;
            int first = connection.in.read();
            if (first < 0) {
                return;
            }
            got.append((char) first);
            // the target is known after "GET /w": a warming call begins so
            while (end < 0 || got.length() < end) {
                if (attempt == 0 && got.length() > 8) {
                    warm = got.toString().contains(" /w");
                    if (!warm) {
                        attempt = attempts.incrementAndGet();
                        begun.incrementAndGet();
                    }
                    attempt = Math.max(attempt, 1);
                }
                if (!warm && (attempt == 1 || attempts.get() == 0) && got.length() >= cutAt) {
                    if (attempt == 0) {
                        attempts.incrementAndGet();
                        begun.incrementAndGet();
                    }
                    return;
                }
                int octet = connection.in.read();
                if (octet < 0) {
                    return;
                }
                got.append((char) octet);
                if (end < 0
                        && got.length() > 4
                        && got.substring(got.length() - 4).equals("\r\n\r\n")) {
                    end = got.length() + (got.indexOf("Content-Length: 4") > 0 ? 4 : 0);
                }
            }
            if (warm) {
                connection.write(WARM);
                continue;
            }
            requestLength = got.length();
            executed.incrementAndGet();
            int octets = attempt == 1 ? Math.clamp(cutAt - got.length(), 0, ANSWER.length()) : ANSWER.length();
            connection.write(ANSWER.substring(0, octets));
            return;
        }
    }

    private static String call(String method, String path, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((method + " /cut" + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n"
                                    + body)
                            .getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @ParameterizedTest(name = "{0}, kept: {1}")
    @CsvSource({"POST, false", "POST, true", "PATCH, true", "GET, false", "GET, true"})
    void case_65_a_call_that_may_not_be_repeated_is_executed_once_wherever_its_upstream_closes(
            String method, boolean kept) throws Exception {
        String body = method.equals("GET") ? "" : "abcd";
        cutAt = Integer.MAX_VALUE;
        attempts.set(0);
        call(method, "/x", body);
        int positions = requestLength + ANSWER.length();
        int twice = 0;
        int begunTwice = 0;
        int answered = 0;
        for (int at = 1; at < positions; at++) {
            if (kept) {
                cutAt = Integer.MAX_VALUE;
                assertThat(call("GET", "/w", "")).contains(" 200 ");
            }
            cutAt = at;
            attempts.set(0);
            begun.set(0);
            executed.set(0);
            answered += call(method, "/x", body).contains(" 200 ") ? 1 : 0;
            twice += executed.get() > 1 ? 1 : 0;
            begunTwice += begun.get() > 1 ? 1 : 0;
        }
        System.out.println("safe-retries " + method + (kept ? " on kept connections" : " on new connections")
                + ": positions=" + (positions - 1) + " answered=" + answered + " begunTwice=" + begunTwice
                + " executedTwice=" + twice);
        if (method.equals("GET")) {
            assertThat(begunTwice).as("what may be repeated is").isGreaterThan(positions / 2);
        } else {
            assertThat(twice).isZero();
            assertThat(begunTwice).isZero();
        }
    }
}
