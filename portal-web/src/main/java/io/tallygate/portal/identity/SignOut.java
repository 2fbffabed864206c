package io.tallygate.portal.identity;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.identitystore.openid.IdentityToken;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where the browser goes to end the identity provider's session too. With the identity token as a hint Keycloak asks
/// no
/// question; the server's own `notifyProvider` sends none.
@RequestScoped
@Named("signOut")
public class SignOut {
    private final IdentityProvider provider;
    private final OpenIdContext context;

    @SuppressWarnings("NullAway")
    protected SignOut() {
        this(null, null);
    }

    @Inject
    public SignOut(IdentityProvider provider, OpenIdContext context) {
        this.provider = provider;
        this.context = context;
    }

    public String getAddress() {
        String address = provider.getIssuer() + "/protocol/openid-connect/logout?client_id="
                + encoded(provider.getClientId()) + "&post_logout_redirect_uri=" + encoded(provider.home());
        IdentityToken token = context.getIdentityToken();
        return token == null ? address : address + "&id_token_hint=" + encoded(token.getToken());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
