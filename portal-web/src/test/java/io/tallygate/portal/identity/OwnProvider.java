package io.tallygate.portal.identity;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What a tenant's provider says of itself, for the portal to fetch.
public final class OwnProvider implements AutoCloseable {
    static final String DISCOVERY = "/.well-known/openid-configuration";
    public static final String METADATA = """
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

    private final HttpServer server;
    private final Map<String, String> documents = new ConcurrentHashMap<>();

    private OwnProvider(HttpServer server) {
        this.server = server;
    }

    static OwnProvider start() throws IOException {
        OwnProvider provider =
                new OwnProvider(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        provider.server.createContext("/", exchange -> {
            String document = provider.documents.get(exchange.getRequestURI().getPath());
            byte[] bytes = (document == null ? "" : document).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(document == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        provider.server.start();
        provider.has(DISCOVERY, provider.discovery(provider.url(), provider.url() + "/token"));
        provider.has("/metadata", METADATA);
        return provider;
    }

    String hostAndPort() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url() {
        return "http://" + hostAndPort();
    }

    void has(String path, String document) {
        documents.put(path, document);
    }

    String discovery(String issuer, String token) {
        return """
            {"issuer":"%s","authorization_endpoint":"%s/auth","token_endpoint":"%s","jwks_uri":"%s/keys",
             "response_types_supported":["code","id_token"]}\
            """.formatted(issuer, url(), token, url());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
