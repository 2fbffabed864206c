package io.tallygate.portal.running;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// Stands for the realm of an installation: lets people in without a password, signs tokens, good ones and bad ones
/// (what
/// no real provider would ever sign must be tested too), and can be stopped, frozen or given new keys. Its
/// administration notes what it was asked.
public final class TestIdentityProvider implements AutoCloseable {
    private static final String REALM = "/realms/tallygate";
    private static final String INSTANCES = "/identity-provider/instances";
    private static final String ADMINISTRATION = "/admin/realms/tallygate";

    private final HttpServer server;
    private final Map<String, Begun> codes = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> instances = new ConcurrentHashMap<>();
    private final TestPeople people = new TestPeople();
    private volatile RSAKey key;
    private volatile String broker;
    private volatile ApiClient.Person next = new ApiClient.Person("subject-nobody", "nobody@example.com");
    private volatile CountDownLatch frozen = new CountDownLatch(0);
    private volatile boolean stopped;
    private volatile int keysFetched;

    /// A sign-in under way.
    private record Begun(
            ApiClient.Person person, String broker, String session, String nonce, String challenge, String redirect) {}

    private TestIdentityProvider(RSAKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    public static TestIdentityProvider start() throws IOException {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TestIdentityProvider provider = new TestIdentityProvider(newKey("test-1"), server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(REALM, provider::answer);
            server.createContext(ADMINISTRATION, provider::answer);
            server.start();
            return provider;
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static RSAKey newKey(String id) throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(id).generate();
    }

    public String issuer() {
        return "http://localhost:" + server.getAddress().getPort() + REALM;
    }

    public RSAKey key() {
        return key;
    }

    /// Their accounts, as its administration has them.
    public TestPeople people() {
        return people;
    }

    /// Who signs in when a browser comes next.
    public void letIn(ApiClient.Person person) {
        letInThrough(person, null);
    }

    /// As a tenant's own provider said that they are.
    /// @param alias  of that provider; null: none
    public void letInThrough(ApiClient.Person person, String alias) {
        next = person;
        broker = alias;
    }

    /// What the administration was told of a provider, as JSON; null when nothing.
    public String instance(String alias) {
        return instances.get(alias);
    }

    /// Somebody changed it there by hand.
    public void spoilInstance(String alias, String json) {
        instances.put(alias, json);
    }

    /// Takes connections and says nothing, as a process that was stopped with SIGSTOP.
    public void freeze() {
        frozen = new CountDownLatch(1);
    }

    /// Breaks every connection without an answer.
    public void stop() {
        stopped = true;
    }

    public void goOn() {
        stopped = false;
        frozen.countDown();
    }

    /// From now on signs with another key and publishes that alone.
    public void rotateKeys() {
        try {
            key = newKey("test-" + UUID.randomUUID());
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// How often somebody asked for the keys.
    public int keysFetched() {
        return keysFetched;
    }

    /// What its administration was asked, as `POST /users/…/logout`.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// @param call    as `GET /users/…`, without a query
    /// @param answer  a status and, after a blank, JSON
    public void administrationAnswers(String call, String answer) {
        answers.put(call, answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            frozen.await();
            if (stopped) {
                return; // the connection breaks off
            }
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith(ADMINISTRATION)) {
                administer(exchange, path.substring(ADMINISTRATION.length()));
                return;
            }
            switch (path.substring(path.lastIndexOf('/') + 1)) {
                case "certs" -> {
                    keysFetched++;
                    send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
                }
                case "auth" -> authorize(exchange);
                case "token" -> grant(exchange);
                case "logout" -> send(exchange, 200, "{}");
                default -> send(exchange, 404, "{}");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asks = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(
                code,
                new Begun(
                        next,
                        broker,
                        "sid-" + UUID.randomUUID(),
                        asks.getOrDefault("nonce", ""),
                        asks.getOrDefault("code_challenge", ""),
                        asks.getOrDefault("redirect_uri", "")));
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        asks.get("redirect_uri") + "?code=" + code + "&state="
                                + URLEncoder.encode(asks.getOrDefault("state", ""), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
    }

    private void grant(HttpExchange exchange) throws IOException {
        Map<String, String> asks = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if ("client_credentials".equals(asks.get("grant_type"))) {
            send(exchange, 200, "{\"access_token\":\"service\",\"expires_in\":60}");
            return;
        }
        Begun begun = codes.remove(asks.getOrDefault("code", ""));
        if (begun == null
                || !begun.challenge().equals(challenge(asks.getOrDefault("code_verifier", "")))
                || !begun.redirect().equals(asks.get("redirect_uri"))) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        JWTClaimsSet claims = claims(begun.person().subject(), begun.person().email())
                .claim("typ", "ID")
                .audience("portal")
                .claim("nonce", begun.nonce())
                .claim("sid", begun.session())
                .claim("identity_provider", begun.broker())
                .build();
        send(exchange, 200, "{\"id_token\":\"" + sign(key, claims) + "\"}");
    }

    private void administer(HttpExchange exchange, String path) throws IOException {
        String call = exchange.getRequestMethod() + " " + path;
        asked.add(call);
        if (path.startsWith(INSTANCES) && !answers.containsKey(call)) {
            instance(exchange, path.equals(INSTANCES) ? "" : path.substring(INSTANCES.length() + 1));
            return;
        }
        if (path.startsWith("/users") && !answers.containsKey(call) && people.answered(exchange, path)) {
            return;
        }
        String answer = answers.getOrDefault(call, exchange.getRequestMethod().equals("GET") ? "200 []" : "204");
        String[] parts = answer.split(" ", 2);
        if (parts[0].equals("201")) { // what was made is named by its address
            exchange.getResponseHeaders().add("Location", "http://localhost" + path + "/" + UUID.randomUUID());
        }
        send(exchange, Integer.parseInt(parts[0]), parts.length > 1 ? parts[1] : "");
    }

    private void instance(HttpExchange exchange, String alias) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod()) {
            case "GET" -> send(exchange, instances.containsKey(alias) ? 200 : 404, instances.getOrDefault(alias, "{}"));
            case "POST" -> {
                instances.put(body.replaceFirst(".*\"alias\":\"([^\"]*)\".*", "$1"), body);
                send(exchange, 201, "");
            }
            case "PUT" -> {
                instances.put(alias, body);
                send(exchange, 204, "");
            }
            default -> send(exchange, instances.remove(alias) == null ? 404 : 204, "");
        }
    }

    /// Claims of a good access token for a person; a test may spoil them.
    /// @param email  verified
    public JWTClaimsSet.Builder claims(String subject, String email) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("typ", "Bearer")
                .claim("azp", "portal")
                .claim("email", email)
                .claim("email_verified", true)
                .claim("name", "Name of " + subject);
    }

    /// A good access token.
    public String token(String subject, String email) {
        return sign(key, claims(subject, email).build());
    }

    /// Claims of a good word about ended sessions, all of one person's; a test may narrow or spoil them.
    public JWTClaimsSet.Builder ended(String subject) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("portal")
                .subject(subject)
                .jwtID(UUID.randomUUID().toString())
                .issueTime(new Date())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    public static String sign(RSAKey key, JWTClaimsSet claims) {
        return sign(key, JOSEObjectType.JWT, claims);
    }

    public static String sign(RSAKey key, JOSEObjectType type, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .type(type)
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        goOn();
        server.stop(0);
    }
}
