package io.tallygate.portal.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The identity provider as this installation has it: a realm of Keycloak, and what we are called there.
@ApplicationScoped
public class IdentityProvider {
    private final String issuer;
    private final String client;
    private final String secret;
    private final String portal;

    @SuppressWarnings("NullAway") // for the proxy only
    protected IdentityProvider() {
        this(null, null, null, null);
    }

    /// @param issuer  the realm's address, as its tokens say it; without a final slash
    /// @param portal  the public base address of this portal, without a final slash
    @Inject
    public IdentityProvider(
            @ConfigProperty(name = "TALLYGATE_OIDC_ISSUER", defaultValue = "http://localhost:8180/realms/tallygate")
                    String issuer,
            @ConfigProperty(name = "TALLYGATE_OIDC_CLIENT_ID", defaultValue = "portal") String client,
            @ConfigProperty(name = "TALLYGATE_OIDC_CLIENT_SECRET", defaultValue = "unset") String secret,
            @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080") String portal) {
        this.issuer = issuer;
        this.client = client;
        this.secret = secret;
        this.portal = portal;
    }

    public String issuer() {
        return issuer;
    }

    public String client() {
        return client;
    }

    String secret() {
        return secret;
    }

    /// Where the provider publishes its keys.
    public URI keys() {
        return endpoint("certs");
    }

    URI tokens() {
        return endpoint("token");
    }

    /// Where a browser is sent to sign in.
    public URI authorization(Map<String, String> parameters) {
        return URI.create(endpoint("auth") + "?" + encoded(parameters));
    }

    /// Where a browser is sent to end the provider's session too.
    public URI signOut(Map<String, String> parameters) {
        return URI.create(endpoint("logout") + "?" + encoded(parameters));
    }

    /// Where the provider sends a browser back to.
    public String callback() {
        return portal + "/sign-in/callback";
    }

    public String home() {
        return portal + "/";
    }

    /// Whether browsers reach this portal over TLS, so that its cookies must never travel otherwise.
    public boolean isPortalOverTls() {
        return portal.startsWith("https:");
    }

    private URI endpoint(String name) {
        return URI.create(issuer + "/protocol/openid-connect/" + name);
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
