package io.tallygate.gateway.policy.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An identity provider: signs tokens, and publishes its keys at an address of its own.
final class TestIssuer implements AutoCloseable {
    static final String NAME = "https://id.example/realms/partners";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<ECKey> published = List.of();
    private volatile boolean away;
    private volatile long delayMillis;

    TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            try {
                Thread.sleep(delayMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] body = new JWKSet(List.copyOf(published)).toString(true).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Cache-Control", "public, max-age=600");
            exchange.sendResponseHeaders(away ? 503 : 200, away ? -1 : body.length);
            if (!away) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void publishes(ECKey... keys) {
        published = List.of(keys);
    }

    void isAway(boolean isAway) {
        away = isAway;
    }

    void answersAfter(long millis) {
        delayMillis = millis;
    }

    int fetches() {
        return fetches.get();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port() + "/certs";
    }

    /// @param claims  members besides iss and exp, `'` for `"`
    static String token(ECKey key, String claims) {
        return token(key, "at+jwt", NAME, Instant.now().getEpochSecond() + 300, claims);
    }

    static String token(ECKey key, String type, String issuer, long expires, String claims) {
        String payload = ("{'iss':'" + issuer + "','exp':" + expires + (claims.isEmpty() ? "" : "," + claims) + "}")
                .replace('\'', '"');
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(key.getKeyID())
                        .build(),
                new Payload(payload));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
