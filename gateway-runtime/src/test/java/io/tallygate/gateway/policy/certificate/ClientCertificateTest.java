package io.tallygate.gateway.policy.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.EchoUpstream.Seen;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client's certificate on a real TLS connection, from the handshake to the upstream.
class ClientCertificateTest {
    private static TestCertificates clients;
    private static X509Certificate server;
    private static X509Certificate partner;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        TestCertificates certificates = new TestCertificates();
        server = certificates.put("server", "any.test");
        clients = new TestCertificates();
        partner = clients.put("partner", "partner.example");
        clients.put("unregistered", "unregistered.example");
        clients.put("stranger", "stranger.example");
        String trusted = Files.readString(clients.folder().resolve("partner.crt"))
                + Files.readString(clients.folder().resolve("unregistered.crt"));
        Files.writeString(certificates.folder().resolve("client-authorities.pem"), trusted);
        gateway = RunningGateway.withLimits("");
        gateway.restartWithTls(certificates.folder());
        String fingerprint =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(partner.getEncoded()));
        gateway.feed()
                .credentialOf(
                        new UUID(20, 1),
                        "'kind':'certificate','sha256':'" + fingerprint + "'",
                        PortalFeed.APPLICATION,
                        PortalFeed.CONSUMER);
        gateway.feed().guarded(new UUID(20, 2), "/mutual", RunningGateway.UPSTREAM, "{'policy':'certificate'}");
        RunningGateway.await("the route", () -> ask(null, "TLSv1.3").startsWith("HTTP/1.1 401"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_registered_certificate_opens_and_its_kind_goes_upstream(String protocol) throws Exception {
        assertThat(ask("partner", protocol)).startsWith("HTTP/1.1 200");
        Seen seen = gateway.upstream().received().getLast();
        assertThat(seen.headers())
                .containsEntry("x-credential-kind", "certificate")
                .containsEntry("x-application-id", PortalFeed.APPLICATION.toString())
                .containsEntry("x-forwarded-proto", "https");
    }

    @Test
    void without_one_or_with_one_that_nobody_registered_the_call_is_refused() throws Exception {
        assertThat(ask(null, "TLSv1.3")).startsWith("HTTP/1.1 401").contains("/problems/missing-certificate");
        assertThat(ask("unregistered", "TLSv1.3")).startsWith("HTTP/1.1 401").contains("/problems/unknown-certificate");
    }

    @Test
    void one_that_no_trusted_authority_has_issued_gets_no_further_than_the_handshake() throws Exception {
        int before = gateway.upstream().received().size();
        String answer;
        try {
            answer = ask("stranger", "TLSv1.2");
        } catch (java.io.IOException refused) {
            answer = "";
        }
        assertThat(answer).doesNotContain("200").doesNotContain("unknown-certificate");
        assertThat(gateway.upstream().received()).hasSize(before);
    }

    private static String ask(@Nullable String client, String protocol) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setCertificateEntry("server", server);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (client != null) {
            Path crt = clients.folder().resolve(client + ".crt");
            X509Certificate certificate = (X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                    .generateCertificate(Files.newInputStream(crt));
            keys.setKeyEntry("own", key(client), new char[0], new X509Certificate[] {certificate});
        }
        own.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.tlsPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("GET /mutual HTTP/1.1\r\nHost: any.test\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    private static PrivateKey key(String client) throws Exception {
        String pem = Files.readString(clients.folder().resolve(client + ".key")).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    }
}
