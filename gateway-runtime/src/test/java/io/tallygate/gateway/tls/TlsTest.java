package io.tallygate.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import io.tallygate.gateway.http.ProtocolLimits;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// Clients that come in by TLS, on real sockets.
class TlsTest {
    private static final String REQUEST =
            "GET /acme/orders/x HTTP/1.1\r\nHost: a.test\r\nX-API-Key: " + RunningGateway.KEY;

    private static Certificate shown(int port, String serverName) throws Exception {
        try (SSLSocket socket = TestCertificates.connect(port, serverName)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static String call(SSLSocket socket, String ending) throws IOException {
        socket.getOutputStream().write((REQUEST + "\r\n" + ending + "\r\n").getBytes(ISO_8859_1));
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            answer.append((char) c);
            if (answer.toString().endsWith("GET /base/x")) {
                break;
            }
        }
        return answer.toString();
    }

    @Test
    void a_client_is_served_in_both_versions_of_tls_and_the_upstream_is_told_that_it_was_https() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = TestCertificates.connect(gateway.tlsPort(), "a.test", version)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                    assertThat(call(socket, "")).startsWith("HTTP/1.1 200 ");
                    assertThat(call(socket, "")).startsWith("HTTP/1.1 200 ");
                }
            }
            assertThat(gateway.upstream().received())
                    .hasSize(4)
                    .allSatisfy(seen -> assertThat(seen.headers()).containsEntry("x-forwarded-proto", "https"));
        }
    }

    @Test
    void the_native_library_is_there_on_the_machines_that_it_is_made_for() {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assertThat(OpenSsl.isAvailable())
                .as(String.valueOf(OpenSsl.unavailabilityCause()))
                .isTrue();
    }

    @Test
    void each_name_gets_its_own_certificate() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Certificate exact = certificates.put("exact", "api.a.test");
        Certificate wildcard = certificates.put("wildcard", "*.a.test", "A.TEST");
        Certificate otherwise = certificates.put("default", "gateway.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            int port = gateway.tlsPort();
            assertThat(shown(port, "api.a.test")).isEqualTo(exact);
            assertThat(shown(port, "API.A.test")).isEqualTo(exact);
            assertThat(shown(port, "other.a.test")).isEqualTo(wildcard);
            assertThat(shown(port, "a.test")).isEqualTo(wildcard);
            assertThat(shown(port, "deep.other.a.test")).isEqualTo(otherwise);
            assertThat(shown(port, "unknown.test")).isEqualTo(otherwise);
            assertThat(shown(port, "")).isEqualTo(otherwise);
        }
    }

    @Test
    void a_host_that_another_certificate_serves_is_called_on_a_connection_of_its_own() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test", "also-a.test");
        certificates.put("b", "b.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            assertThat(statusOf(gateway.tlsPort(), "a.test", "a.test")).isEqualTo("200");
            assertThat(statusOf(gateway.tlsPort(), "a.test", "ALSO-a.test:8443"))
                    .isEqualTo("200");
            assertThat(statusOf(gateway.tlsPort(), "a.test", "b.test")).isEqualTo("421");
            assertThat(statusOf(gateway.tlsPort(), "b.test", "nobody.test")).isEqualTo("421");
            assertThat(statusOf(gateway.tlsPort(), "", "b.test"))
                    .as("no name asked for")
                    .isEqualTo("200");
        }
    }

    private static String statusOf(int port, String serverName, String host) throws Exception {
        try (SSLSocket socket = TestCertificates.connect(port, serverName)) {
            String request = "GET /acme/orders/x HTTP/1.1\r\nHost: %s\r\nX-API-Key: %s\r\nConnection: close\r\n\r\n"
                    .formatted(host, RunningGateway.KEY);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), US_ASCII).substring(9);
        }
    }

    @Test
    void certificates_are_swapped_while_connections_stay() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Certificate first = certificates.put("a", "a.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            List<SSLSocket> before = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                before.add(TestCertificates.connect(gateway.tlsPort(), "a.test"));
            }
            assertThat(shown(gateway.tlsPort(), "a.test")).isEqualTo(first);
            Certificate second = certificates.put("a", "a.test");
            RunningGateway.await(
                    "the new certificate",
                    () -> shown(gateway.tlsPort(), "a.test").equals(second));
            for (SSLSocket socket : before) {
                assertThat(call(socket, "")).startsWith("HTTP/1.1 200 ");
                socket.close();
            }
        }
    }

    @Test
    void a_pair_that_does_not_fit_is_not_served_and_the_others_are() throws Exception {
        TestCertificates certificates = new TestCertificates();
        Certificate first = certificates.put("a", "a.test");
        certificates.put("z", "z.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            certificates.write(
                    "a.key",
                    java.nio.file.Files.readString(certificates.folder().resolve("z.key")));
            Certificate added = certificates.put("b", "b.test");
            RunningGateway.await(
                    "the added certificate",
                    () -> shown(gateway.tlsPort(), "b.test").equals(added));
            assertThat(shown(gateway.tlsPort(), "a.test")).isEqualTo(first);
            assertThat(gateway.metric("tallygate_certificate_failures_total")).isPositive();
        }
    }

    @Test
    void a_handshake_that_does_not_come_to_its_end_is_ended() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            gateway.restart(limits(3, Duration.ofMillis(400)));
            try (Socket silent = new Socket("127.0.0.1", gateway.tlsPort());
                    Socket half = new Socket("127.0.0.1", gateway.tlsPort())) {
                half.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0});
                silent.setSoTimeout(3_000);
                half.setSoTimeout(3_000);
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
                assertThat(half.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"tls-handshake-time\"}"))
                    .isEqualTo(2);
        }
    }

    @Test
    void no_more_handshakes_are_under_way_than_allowed() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            gateway.restart(limits(2, Duration.ofSeconds(20)));
            List<Socket> silent = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                silent.add(new Socket("127.0.0.1", gateway.tlsPort()));
            }
            Thread.sleep(200);
            assertThatThrownBy(() -> shown(gateway.tlsPort(), "a.test")).isInstanceOf(IOException.class);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"tls-handshakes\"}"))
                    .isEqualTo(1);
            for (Socket socket : silent) {
                socket.close();
            }
            RunningGateway.await("room again", () -> {
                try {
                    shown(gateway.tlsPort(), "a.test");
                    return true;
                } catch (SSLException | java.net.SocketException full) {
                    return false;
                }
            });
        }
    }

    private static ProtocolLimits limits(int handshakes, Duration time) {
        ProtocolLimits standard = ProtocolLimits.standard();
        return new ProtocolLimits(
                handshakes,
                time,
                standard.clientHelloBytes(),
                standard.http2Streams(),
                standard.http2StreamWindow(),
                standard.http2Window(),
                standard.http2Resets(),
                standard.http2Controls(),
                standard.http2Continuations(),
                standard.http2Period(),
                standard.webSocketIdle(),
                standard.webSocketClosing());
    }

    @Test
    void an_answer_that_ends_its_connection_says_so_in_tls_too() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            try (SSLSocket socket = TestCertificates.connect(gateway.tlsPort(), "a.test")) {
                assertThat(call(socket, "Connection: close\r\n")).contains("Connection: close", "GET /base/x");
                assertThat(socket.getInputStream().read()).isEqualTo(-1); // Java throws when close_notify is missing
            }
        }
    }

    @Test
    void octets_without_tls_get_no_answer_in_http() throws Exception {
        TestCertificates certificates = new TestCertificates();
        certificates.put("a", "a.test");
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restartWithTls(certificates.folder());
            try (Socket plain = new Socket("127.0.0.1", gateway.tlsPort())) {
                plain.setSoTimeout(5_000);
                plain.getOutputStream().write((REQUEST + "\r\n\r\n").getBytes(ISO_8859_1));
                assertThat(new String(plain.getInputStream().readAllBytes(), ISO_8859_1))
                        .doesNotContain("HTTP");
            }
        }
    }
}
