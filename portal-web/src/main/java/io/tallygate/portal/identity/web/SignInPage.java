package io.tallygate.portal.identity.web;

import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.audit.Actor;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.LocalPath;
import io.tallygate.portal.identity.CodeFlow;
import io.tallygate.portal.identity.IdentityProvider;
import io.tallygate.portal.identity.ProviderAway;
import io.tallygate.portal.identity.ProviderWatch;
import io.tallygate.portal.identity.RealmAdministration;
import io.tallygate.portal.identity.SigningIn;
import io.tallygate.portal.identity.brokering.BrokeredArrivals;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.krazo.engine.Viewable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/sign-in` sends a visitor to the identity provider, `/sign-in/callback` is where they come back, and
/// `/sign-in/register` where they come who have no account there. The person is
/// bound
/// to what was prepared for their verified address, their session begins, and they go where they wanted to. While the
/// provider is away a page says so at once.
@Controller
@Path("/sign-in")
@Produces("text/html")
public class SignInPage {
    private static final Logger LOG = LoggerFactory.getLogger(SignInPage.class);

    /// For typing a password, and for finding a new one by mail.
    private static final int COOKIE_SECONDS = 1800;

    private static final int RETRY_SECONDS = 10;

    private final Frame frame;
    private final Models models;
    private final IdentityProvider provider;
    private final ProviderWatch watch;
    private final CodeFlow flow;
    private final VisitorSession session;
    private final Directory directory;
    private final BrokeredArrivals brokered;
    private final RealmAdministration realm;

    @Context
    @SuppressWarnings("NullAway.Init") // no CDI bean
    HttpHeaders headers;

    @Inject
    public SignInPage(
            Frame frame,
            Models models,
            IdentityProvider provider,
            ProviderWatch watch,
            CodeFlow flow,
            VisitorSession session,
            Directory directory,
            BrokeredArrivals brokered,
            RealmAdministration realm) {
        this.frame = frame;
        this.models = models;
        this.provider = provider;
        this.watch = watch;
        this.flow = flow;
        this.session = session;
        this.directory = directory;
        this.brokered = brokered;
        this.realm = realm;
    }

    @GET
    public Response begin(@QueryParam("return") @Nullable String back) {
        String page = LocalPath.of(back).value();
        if (!watch.isThere()) {
            return away(page);
        }
        SigningIn signingIn = SigningIn.to(page);
        return to(flow.begin(signingIn, frame.getLanguage()))
                .cookie(cookie(SigningIn.cookieName(signingIn.state()), signingIn.cookie(), COOKIE_SECONDS))
                .build();
    }

    /// Where the provider's pages send whoever has no account yet. Which page they were headed for is known from the
    /// sign-in that they began.
    @GET
    @Path("register")
    public Response register() {
        String page = SigningIn.newest(headers.getHeaderString(HttpHeaders.COOKIE))
                .map(SigningIn::back)
                .orElse("/");
        return to(URI.create("/register?return="
                        + URLEncoder.encode(LocalPath.of(page).value(), StandardCharsets.UTF_8)))
                .build();
    }

    @GET
    @Path("callback")
    public Response end(
            @QueryParam("state") @Nullable String state,
            @QueryParam("code") @Nullable String code,
            @QueryParam("error") @Nullable String error) {
        String name = SigningIn.cookieName(state);
        Cookie known = name == null ? null : headers.getCookies().get(name);
        Optional<SigningIn> signingIn = SigningIn.ofCookie(known == null ? null : known.getValue())
                .filter(begun -> begun.state().equals(state));
        if (signingIn.isEmpty()) {
            return again("/");
        }
        String page = LocalPath.of(signingIn.get().back()).value();
        if (code == null || error != null) {
            LOG.info("A sign-in came back with the error {}", error == null ? "none" : error.replaceAll("\\W", " "));
            return again(page);
        }
        try {
            Optional<CodeFlow.Arrival> arrival = flow.end(signingIn.get(), code);
            if (arrival.isEmpty()) {
                return again(page);
            }
            Person person = arrival.get().person();
            if (!brokered.mayEnter(arrival.get().broker(), person.email())) {
                return notBelieved(arrival.get());
            }
            AuditContext.current().actor(Actor.person(person.subject(), person.email(), null));
            directory.bind(person);
            session.begin(arrival.get());
            return to(URI.create(page)).cookie(cookie(name, "", 0)).build();
        } catch (ProviderAway away) {
            LOG.warn("The identity provider went away during a sign-in: {}", away.getMessage());
            return away(page);
        }
    }

    /// Somebody's own provider spoke for an address that is not its to speak for. What it began at Keycloak ends.
    private Response notBelieved(CodeFlow.Arrival arrival) {
        LOG.warn("The provider {} spoke for an address that is not in its domains", arrival.broker());
        try {
            if (arrival.session() != null) {
                realm.delete("/sessions/" + arrival.session());
            }
        } catch (ProviderAway later) {
            LOG.info("The session it began ends by itself: {}", later.getMessage());
        }
        return Response.status(Response.Status.FORBIDDEN)
                .entity(new Viewable("identity/not-believed.html"))
                .build();
    }

    /// Sign-in is away: said at once, by us.
    private Response away(String page) {
        models.put("again", "/sign-in?return=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .entity("identity/away.html")
                .build();
    }

    /// It did not come back whole: from another browser, too late, or declined at the provider.
    private Response again(String page) {
        models.put("again", "/sign-in?return=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
        // a text would be taken for a page of an answer of 400, and escaped by the server
        return Response.status(Response.Status.BAD_REQUEST)
                .entity(new Viewable("identity/again.html"))
                .build();
    }

    private NewCookie cookie(@Nullable String name, String value, int seconds) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/sign-in")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(provider.isPortalOverTls())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }

    private static Response.ResponseBuilder to(URI address) {
        return Response.seeOther(address).header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
