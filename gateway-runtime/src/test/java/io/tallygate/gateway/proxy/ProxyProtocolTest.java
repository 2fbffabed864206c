package io.tallygate.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.http.HttpLimits;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/// Load balancers that say by the PROXY protocol whose a connection is.
class ProxyProtocolTest {
    private static final String CALL = "GET /acme/orders/x HTTP/1.1\r\nHost: a.test\r\nX-API-Key: " + RunningGateway.KEY
            + "\r\nConnection: close\r\n\r\n";
    private static final String SPEAKS = "TALLYGATE_PROXY_PROTOCOL_FROM";
    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};

    private static RunningGateway gateway(String... more) throws Exception {
        return RunningGateway.withSettings(
                more.length == 0 ? Map.of(SPEAKS, "127.0.0.0/8") : Map.of(SPEAKS, "127.0.0.0/8", more[0], more[1]), "");
    }

    private static String said(RunningGateway gateway, String name) {
        return Objects.requireNonNull(
                gateway.upstream().received().getLast().headers().get(name));
    }

    /// @param command  0: LOCAL, 1: PROXY
    private static String version2(int command, int family, int... addressesAndMore) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(SIGNATURE);
        head.write(0x20 | command);
        head.write(family);
        head.write(0);
        head.write(addressesAndMore.length);
        for (int octet : addressesAndMore) {
            head.write(octet);
        }
        return head.toString(ISO_8859_1);
    }

    @Test
    void the_address_is_the_one_that_the_balancer_says_in_either_version() throws Exception {
        try (RunningGateway gateway = gateway()) {
            assertThat(gateway.raw("PROXY TCP4 198.51.100.7 192.0.2.1 56324 443\r\n" + CALL))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(said(gateway, "x-real-ip")).isEqualTo("198.51.100.7");
            assertThat(said(gateway, "x-forwarded-for")).isEqualTo("198.51.100.7");
            assertThat(gateway.raw("PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n" + CALL))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(said(gateway, "x-real-ip")).isEqualTo("2001:db8:0:0:0:0:0:7");
            String two = version2(1, 0x11, 203, 0, 113, 9, 192, 0, 2, 1, 0xdc, 4, 1, 0xbb, 0x04, 0, 1, 0);
            assertThat(gateway.raw(two + CALL)).startsWith("HTTP/1.1 200 ");
            assertThat(said(gateway, "x-real-ip")).isEqualTo("203.0.113.9");
        }
    }

    @Test
    void a_balancer_may_speak_for_itself() throws Exception {
        try (RunningGateway gateway = gateway()) {
            assertThat(gateway.raw("PROXY UNKNOWN\r\n" + CALL)).startsWith("HTTP/1.1 200 ");
            assertThat(said(gateway, "x-real-ip")).isEqualTo("127.0.0.1");
            assertThat(gateway.raw(version2(0, 0) + CALL)).startsWith("HTTP/1.1 200 ");
            assertThat(said(gateway, "x-real-ip")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void who_is_to_speak_it_and_does_not_gets_no_answer() throws Exception {
        try (RunningGateway gateway = gateway()) {
            long before = gateway.metric("tallygate_malformed_requests_total");
            for (String begin : new String[] {"", "PROXY TCP4 nobody 192.0.2.1 1 2\r\n", version2(3, 0x11)}) {
                assertThat(gateway.raw(begin + CALL)).as(begin).isEqualTo("<closed>");
            }
            assertThat(gateway.upstream().received()).isEmpty();
            assertThat(gateway.metric("tallygate_malformed_requests_total")).isEqualTo(before + 3);
        }
    }

    @Test
    void who_says_nothing_is_not_waited_for_any_longer_than_for_a_head() throws Exception {
        try (RunningGateway gateway = gateway()) {
            Duration second = Duration.ofSeconds(1);
            gateway.restart(new HttpLimits(
                    8 << 10, 8 << 10, 200, 1 << 20, 256, Duration.ofMillis(300), second, second, second, 64 << 10));
            try (Socket silent = new Socket("127.0.0.1", gateway.port())) {
                silent.setSoTimeout(3_000);
                silent.getOutputStream().write("PROXY TCP4 198.51".getBytes(ISO_8859_1));
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"head-time\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void from_anybody_else_it_is_a_request_that_nobody_can_read() throws Exception {
        try (RunningGateway gateway = RunningGateway.withSettings(Map.of(SPEAKS, "192.0.2.0/24"), "")) {
            assertThat(gateway.raw("PROXY TCP4 192.0.2.7 192.0.2.1 56324 443\r\n" + CALL))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(gateway.raw(version2(1, 0x11, 192, 0, 2, 7, 192, 0, 2, 1, 1, 1, 1, 1) + CALL))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(gateway.upstream().received()).isEmpty();
            assertThat(gateway.raw(CALL)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void connections_are_counted_for_the_address_that_was_said() throws Exception {
        try (RunningGateway gateway = gateway("TALLYGATE_MAX_CONNECTIONS_PER_ADDRESS", "1")) {
            try (Socket first = new Socket("127.0.0.1", gateway.port())) {
                first.getOutputStream().write("PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\n".getBytes(ISO_8859_1));
                RunningGateway.await("the first", () -> gateway.metric("tallygate_client_connections") == 1);
                assertThat(gateway.raw("PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\n" + CALL))
                        .isEqualTo("<closed>");
                assertThat(gateway.raw("PROXY TCP4 198.51.100.8 192.0.2.1 1 2\r\n" + CALL))
                        .startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void tls_begins_behind_it() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test");
        try (RunningGateway gateway = gateway()) {
            gateway.restartWithTls(certificates.folder());
            Socket plain = new Socket("127.0.0.1", gateway.tlsPort());
            plain.setSoTimeout(5_000);
            plain.getOutputStream().write("PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\n".getBytes(ISO_8859_1));
            SSLSocketFactory factory = TestCertificates.trustful().getSocketFactory();
            try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, "a.test", gateway.tlsPort(), true)) {
                assertThat(called(socket)).startsWith("HTTP/1.1 200 ");
                assertThat(said(gateway, "x-real-ip")).isEqualTo("198.51.100.7");
                assertThat(said(gateway, "x-forwarded-proto")).isEqualTo("https");
            }
        }
    }

    private static String called(Socket socket) throws IOException {
        socket.getOutputStream().write(CALL.getBytes(ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
}
