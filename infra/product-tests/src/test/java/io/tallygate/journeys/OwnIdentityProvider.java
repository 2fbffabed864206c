package io.tallygate.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A tenant's own OpenID Connect provider, made for a test: lets in whoever it was told to, without a question, and
/// says of them what it was told to say, true or not. Listens where the stack's allow-list has room for a program of a
/// test's own.
final class OwnIdentityProvider implements AutoCloseable {
    /// Of a SAML provider that nobody runs.
    static final String METADATA = """
        <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://login.acme.example/saml">
          <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
            <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>
        MIIDHTCCAgWgAwIBAgIUQ2wPynB+DkMZhXUfZjLS+Y6ML60wDQYJKoZIhvcNAQELBQAwHTEbMBkG
        A1UEAwwSbG9naW4uYWNtZS5leGFtcGxlMCAXDTI2MTEzMDA4MzE0OVoYDzIxMjYxMTA2MDgzMTQ5
        WjAdMRswGQYDVQQDDBJsb2dpbi5hY21lLmV4YW1wbGUwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAw
        ggEKAoIBAQDjiw6VB7ELYs66YFHlBtnamng6AlVDONy6k3zkXfIhAXqq4uhLilxqXCyZS0s457F6
        MnIFTlvEALXwcUFXbbEUm3YHvUcKVgV0NS8hLkrf19AdZOEvVHMxg4cl2LyNPbNHHWCjIRA1W2cg
        St6RNIoePHHjkO2x3AsffCNnZo/t1SFgtzM5FPPDS9u+oMT5vqLz8Qfo4f26cYZXjs4AuionW1o+
        XAPOcxpMT8ubQt5geBBMtsQiLFs2LwCFxDl+y4/kA+3Egb5y0ff24jO9j24iqnT+HMFSVVoVpEn8
        UNheaBW5QvwHWyTcf3drsCRjlVXK3XiaPFrwAaY/rPPXJftHAgMBAAGjUzBRMB0GA1UdDgQWBBQg
        G1NVeK6ClK/hhpR4wcFdHf3bkTAfBgNVHSMEGDAWgBQgG1NVeK6ClK/hhpR4wcFdHf3bkTAPBgNV
        HRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQCJIaz49hNZzAMLIY4BbAjFtBt4REdk0h2P
        /dC9jkOoydxNBAeCtxIqcARsLiqV4nTRk1XygXrX2xNTRN7WJupWxluv2CbO6Py/U08/biFWZlGn
        VKekz3dvqsRosj6X1j+Jct5bhWVHdoTGeeHMiymEuGJ1+zA7iVZlbcmqBxji4a53ZO22b96IQXP+
        F4gjkzeMRGbjKCktEJFCyLwgeCOmVUrGKVF4J2NYgBMBxyMc9unxBn8KYzHfCWOVSla+yO8mnoGH
        4LrKWXMjYqA9hYSluOlN+zfTfrw/2vQNOqLereqH9zgsAzIHY2ENI0t7nu1CEoPVOr0RcpxgW7vG
        HULt
            </X509Certificate></X509Data></KeyInfo></KeyDescriptor>
            <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://login.acme.example/sso"/>
          </IDPSSODescriptor>
        </EntityDescriptor>
        """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final String url;
    private final KeyPair keys;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();
    private volatile String subject = "";
    private volatile String email = "";

    private OwnIdentityProvider(HttpServer server, String url, KeyPair keys) {
        this.server = server;
        this.url = url;
        this.keys = keys;
    }

    static OwnIdentityProvider start(RunningStack stack) throws IOException, GeneralSecurityException {
        URI place = URI.create(stack.text("drillUpstream"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName(place.getHost()), place.getPort()), 0);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        OwnIdentityProvider provider =
                new OwnIdentityProvider(server, place.toString().replaceFirst("/$", ""), generator.generateKeyPair());
        server.createContext("/", provider::answer);
        server.start();
        return provider;
    }

    String discoveryUrl() {
        return url + "/.well-known/openid-configuration";
    }

    boolean isAt(String address) {
        return address.startsWith(url);
    }

    /// Who signs in next, as this provider has it.
    void says(String whoTheyAre, String whatTheirAddressIs) {
        subject = whoTheyAre;
        email = whatTheirAddressIs;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" ->
                    send(
                            exchange,
                            JSON.createObjectNode()
                                    .put("issuer", url)
                                    .put("authorization_endpoint", url + "/auth")
                                    .put("token_endpoint", url + "/token")
                                    .put("jwks_uri", url + "/keys"));
                case "/keys" -> send(exchange, keySet());
                case "/auth" -> authorize(exchange);
                case "/token" -> grant(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        nonces.put(code, asked.getOrDefault("nonce", ""));
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        asked.get("redirect_uri") + "?code=" + code + "&state="
                                + java.net.URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
    }

    private void grant(HttpExchange exchange) throws IOException, GeneralSecurityException {
        Map<String, String> asked = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        long now = Instant.now().getEpochSecond();
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", url)
                .put("aud", "tallygate")
                .put("sub", subject)
                .put("exp", now + 300)
                .put("iat", now)
                .put("nonce", nonces.remove(asked.get("code")))
                .put("email", email)
                .put("email_verified", true)
                .put("given_name", "Noor")
                .put("family_name", "Berg");
        send(
                exchange,
                JSON.createObjectNode()
                        .put("access_token", UUID.randomUUID().toString())
                        .put("token_type", "Bearer")
                        .put("expires_in", 300)
                        .put("id_token", signed(claims)));
    }

    private String signed(JsonNode claims) throws GeneralSecurityException {
        String head = text("{\"alg\":\"RS256\",\"kid\":\"own\",\"typ\":\"JWT\"}") + "." + text(claims.toString());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(head.getBytes(StandardCharsets.US_ASCII));
        return head + "." + BASE64.encodeToString(signature.sign());
    }

    private JsonNode keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        ObjectNode set = JSON.createObjectNode();
        set.putArray("keys")
                .addObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", "own")
                .put("n", number(key.getModulus()))
                .put("e", number(key.getPublicExponent()));
        return set;
    }

    /// Without the sign's byte (RFC 7518, 6.3.1).
    private static String number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static String text(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : (text == null ? "" : text).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static void send(HttpExchange exchange, JsonNode json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
