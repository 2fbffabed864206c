package io.tallygate.portal.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.LogoutDefinition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The identity provider as this installation has it. The expressions in the annotation are evaluated by the server,
/// which
/// knows this bean as `identityProvider`.
@OpenIdAuthenticationMechanismDefinition(
        providerURI = "#{identityProvider.issuer}",
        clientId = "#{identityProvider.clientId}",
        clientSecret = "#{identityProvider.clientSecret}",
        redirectURI = "#{identityProvider.callback}",
        redirectToOriginalResource = true,
        scope = {"openid", "profile", "email"},
        claimsDefinition = @ClaimsDefinition(callerNameClaim = "sub"),
        logout = @LogoutDefinition(redirectURI = "#{signOut.address}"))
@ApplicationScoped
@Named("identityProvider")
public class IdentityProvider {
    private final String issuer;
    private final String clientId;
    private final String clientSecret;
    private final String portal;

    @SuppressWarnings("NullAway")
    protected IdentityProvider() {
        this(null, null, null, null);
    }

    /// @param portal  the public base address of this portal, without a final slash
    @Inject
    public IdentityProvider(
            @ConfigProperty(name = "TALLYGATE_OIDC_ISSUER", defaultValue = "http://localhost:8180/realms/tallygate")
                    String issuer,
            @ConfigProperty(name = "TALLYGATE_OIDC_CLIENT_ID", defaultValue = "portal") String clientId,
            @ConfigProperty(name = "TALLYGATE_OIDC_CLIENT_SECRET", defaultValue = "unset") String clientSecret,
            @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080") String portal) {
        this.issuer = issuer;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.portal = portal;
    }

    public String getIssuer() {
        return issuer;
    }

    public String getClientId() {
        return clientId;
    }

    public String getClientSecret() {
        return clientSecret;
    }

    public String getCallback() {
        return portal + "/sign-in/callback";
    }

    String home() {
        return portal + "/";
    }
}
