package io.tallygate.portal.identity.web;

import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.ProviderWatch;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `/sign-out` ends both sessions, ours and the provider's. With the identity token as a hint the provider asks no
/// question. While it is away ours alone ends, and the browser stays with us.
@Controller
@Path("/sign-out")
public class SignOutPage {
    private final IdentityProvider provider;
    private final ProviderWatch watch;
    private final VisitorSession session;

    @Inject
    public SignOutPage(IdentityProvider provider, ProviderWatch watch, VisitorSession session) {
        this.provider = provider;
        this.watch = watch;
        this.session = session;
    }

    @POST
    public Response signOut() {
        Optional<String> token = session.identityToken();
        session.end();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("client_id", provider.client());
        parameters.put("post_logout_redirect_uri", provider.home());
        token.ifPresent(hint -> parameters.put("id_token_hint", hint));
        return Response.seeOther(watch.isThere() ? provider.signOut(parameters) : URI.create(provider.home()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
