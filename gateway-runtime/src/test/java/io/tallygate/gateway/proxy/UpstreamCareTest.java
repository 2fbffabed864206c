package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.NameServer;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import io.tallygate.gateway.running.TestCertificates;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an upstream's rules do for its callers, over the public port.
class UpstreamCareTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final UUID CARED = new UUID(9, 11);
    private static final UUID ROUTE = new UUID(9, 12);

    private final AtomicBoolean ill = new AtomicBoolean();
    private ScriptedUpstream moody;
    private EchoUpstream steady;
    private NameServer names;
    private RunningGateway gateway;
    private int tlsPort;

    @BeforeEach
    void start() throws Exception {
        moody = new ScriptedUpstream(connection -> {
            while (!connection.readHead().isEmpty()) {
                connection.write(ill.get() ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" : OK);
            }
        });
        steady = new EchoUpstream();
        names = new NameServer();
        int port = steady.port();
        try (ServerSocket free = new ServerSocket(0)) {
            tlsPort = free.getLocalPort();
        }
        gateway = RunningGateway.allowing(
                "127.0.0.1:%d,127.0.0.1:%d,moving.example:%d,localhost:%d".formatted(moody.port(), port, port, tlsPort),
                List.of(names.address()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        moody.close();
        steady.close();
        names.close();
    }

    private static String target(String host, int port) {
        return "{'host':'" + host + "','port':" + port + ",'weight':1}";
    }

    private void describe(String scheme, String targets, String more) throws Exception {
        gateway.feed()
                .put(
                        "upstream",
                        CARED,
                        ("{'tenant':'%s','scheme':'%s','targets':[%s],'basePath':'','connectTimeoutMillis':1000,"
                                        + "'responseTimeoutMillis':5000%s}")
                                .formatted(PortalFeed.TENANT, scheme, targets, more));
        gateway.feed()
                .put(
                        "route",
                        ROUTE,
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],"
                            + "'path':'/cared','methods':[],'stripPath':true,'upstream':'%s','authentication':'none',"
                            + "'metered':false,'operations':[]}")
                                .formatted(PortalFeed.TENANT, PortalFeed.API, PortalFeed.API, CARED));
        RunningGateway.await("the route", () -> status() != 404);
    }

    private int status() throws Exception {
        return gateway.get("/cared/x").statusCode();
    }

    private long out() throws Exception {
        return gateway.metric("tallygate_upstream_targets{state=\"left-out\"}");
    }

    @Test
    void a_target_whose_answers_are_failures_is_left_out_but_never_the_last() throws Exception {
        describe(
                "http",
                target("127.0.0.1", moody.port()) + "," + target("127.0.0.1", steady.port()),
                ",'health':{'consecutiveFailures':3,'ejectionMillis':60000}");
        ill.set(true);
        int failures = 0;
        for (int i = 0; i < 40; i++) {
            failures += status() == 503 ? 1 : 0;
        }
        assertThat(failures).isEqualTo(3);
        assertThat(out()).isEqualTo(1);
        steady.close();
        assertThat(status()).as("the one that is left is tried").isIn(502, 503);
        assertThat(out()).isEqualTo(1);
    }

    @Test
    void a_target_that_a_check_finds_ill_gets_no_calls_until_one_finds_it_well() throws Exception {
        describe(
                "http",
                target("127.0.0.1", moody.port()) + "," + target("127.0.0.1", steady.port()),
                ",'healthCheck':{'path':'/up','intervalMillis':100,'timeoutMillis':1000,'wellAfter':2,'illAfter':2}");
        ill.set(true);
        RunningGateway.await("being left out", () -> out() == 1);
        for (int i = 0; i < 10; i++) {
            assertThat(status()).isEqualTo(200);
        }
        ill.set(false);
        RunningGateway.await("being back", () -> out() == 0);
    }

    @Test
    void a_breaker_spares_an_upstream_that_fails_and_lets_trials_close_it() throws Exception {
        describe(
                "http",
                target("127.0.0.1", moody.port()),
                ",'circuitBreaker':{'minimumCalls':5,'openMillis':700,'trialCalls':1}");
        ill.set(true);
        for (int i = 0; i < 12; i++) {
            status();
        }
        int asked = moody.requests();
        var refused = gateway.get("/cared/x");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("/problems/upstream-unavailable");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(moody.requests()).isEqualTo(asked);
        ill.set(false);
        RunningGateway.await("closing again", () -> status() == 200);
        assertThat(gateway.metric("tallygate_upstream_breaker_openings_total")).isPositive();
        assertThat(gateway.metric("tallygate_upstream_spared_calls_total")).isPositive();
    }

    @Test
    void what_calls_have_told_of_an_upstream_stays_while_its_definition_does() throws Exception {
        String both = target("127.0.0.1", moody.port()) + "," + target("127.0.0.1", steady.port());
        String rules = ",'health':{'consecutiveFailures':3,'ejectionMillis':60000}";
        describe("http", both, rules);
        ill.set(true);
        for (int i = 0; i < 20; i++) {
            status();
        }
        assertThat(out()).isEqualTo(1);
        gateway.feed().credential(new UUID(9, 13), "tg_live_" + "o".repeat(38));
        describe("http", both, rules); // told again as it was, and its route as well
        gateway.awaitApplied();
        assertThat(out()).as("after changes of other kinds").isEqualTo(1);
        gateway.feed().snapshot();
        gateway.awaitApplied();
        assertThat(out()).as("after all was told again").isEqualTo(1);
        describe("http", both, rules.replace("60000", "60001"));
        gateway.awaitApplied();
        assertThat(out()).as("after a change of its own").isZero();
    }

    @Test
    void the_upstream_is_shown_its_credential_and_never_the_clients() throws Exception {
        describe("http", target("127.0.0.1", steady.port()), ",'credential':{'user':'tally','password':'s3cret'}");
        var answer = gateway.get("/cared/x", "Authorization", "Basic Zm9yZ2VkOng=");
        assertThat(answer.statusCode()).isEqualTo(200);
        String basic = "Basic " + Base64.getEncoder().encodeToString("tally:s3cret".getBytes());
        assertThat(steady.received().getLast().headers()).containsEntry("authorization", basic);
        assertThat(answer.headers().toString() + answer.body()).doesNotContain("s3cret", basic);
    }

    @Test
    void a_key_that_cannot_be_used_refuses_its_upstream_alone_and_is_not_told() throws Exception {
        describe("https", target("127.0.0.1", 1), "");
        gateway.feed()
                .put(
                        "upstream",
                        new UUID(9, 13),
                        ("{'tenant':'%s','scheme':'https','targets':[%s],'basePath':'','connectTimeoutMillis':1000,"
                            + "'responseTimeoutMillis':5000,'tls':{'certificate':'nonsense','key':'topsecret'}}")
                                .formatted(PortalFeed.TENANT, target("127.0.0.1", 1)));
        RunningGateway.await(
                "the refusal", () -> gateway.admin("/health/ready").body().contains("tls.certificate and tls.key"));
        assertThat(gateway.admin("/health/ready").body()).doesNotContain("topsecret");
    }

    @Test
    void calls_move_on_when_a_name_leads_elsewhere() throws Exception {
        names.leadsTo("moving.example", "127.0.0.1");
        describe("http", target("moving.example", steady.port()), "");
        RunningGateway.await("the first address", () -> status() == 200);
        long began = System.nanoTime();
        names.leadsTo("moving.example", "127.0.0.2"); // nobody listens there
        RunningGateway.await("the second address", () -> status() == 502);
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.println("moving-target: ttl=1s movedAfterMillis=" + millis);
        assertThat(millis).isLessThan(10_000);
    }

    @Test
    void an_upstream_with_an_authority_and_a_name_of_its_own_is_called_with_a_certificate() throws Exception {
        TestCertificates folder = new TestCertificates();
        folder.put("server", "inside.example");
        folder.put("client", "tallygate.example");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort), 0);
        try {
            SSLContext context = context(folder.folder());
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = context.getDefaultSSLParameters();
                    wanted.setNeedClientAuth(true);
                    parameters.setSSLParameters(wanted);
                }
            });
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            String port = target("localhost", server.getAddress().getPort());
            names.leadsTo("localhost", "127.0.0.1");
            String authorities = json(text(folder.folder(), "server", "CERTIFICATE"));
            String trusted = ",'tls':{'authorities':'" + authorities + "','serverName':'%s'%s}";
            String own = ",'certificate':'" + json(text(folder.folder(), "client", "CERTIFICATE")) + "','key':'"
                    + json(text(folder.folder(), "client", "PRIVATE KEY")) + "'";
            describe("https", port, trusted.formatted("inside.example", own));
            assertThat(status()).isEqualTo(200);
            describe("https", port, trusted.formatted("other.example", own));
            RunningGateway.await("the wrong name", () -> status() == 502);
            describe("https", port, trusted.formatted("inside.example", own));
            RunningGateway.await("the right name", () -> status() == 200);
            describe("https", port, trusted.formatted("inside.example", ""));
            RunningGateway.await("no certificate", () -> status() == 502);
        } finally {
            server.stop(0);
        }
    }

    private static String json(String pem) {
        return pem.replace("\r", "").replace("\n", "\\n");
    }

    /// All blocks of that kind in the files of that name.
    private static String text(Path folder, String name, String kind) throws Exception {
        StringBuilder blocks = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(name + "."))
                    .toList()) {
                String text = Files.readString(file);
                int from = text.indexOf("-----BEGIN " + kind);
                int to = text.indexOf("-----END " + kind);
                if (from >= 0) {
                    blocks.append(text, from, text.indexOf('\n', to) + 1);
                }
            }
        }
        return blocks.toString();
    }

    private static SSLContext context(Path folder) throws Exception {
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        Certificate server = certificates.generateCertificate(
                new ByteArrayInputStream(text(folder, "server", "CERTIFICATE").getBytes()));
        Certificate client = certificates.generateCertificate(
                new ByteArrayInputStream(text(folder, "client", "CERTIFICATE").getBytes()));
        byte[] key = Base64.getMimeDecoder()
                .decode(text(folder, "server", "PRIVATE KEY").replaceAll("-----[^-]*-----", ""));
        PrivateKey read = KeyFactory.getInstance(server.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(key));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", read, new char[0], new Certificate[] {server});
        store.setCertificateEntry("client", client);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
