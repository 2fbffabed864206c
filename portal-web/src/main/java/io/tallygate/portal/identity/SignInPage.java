package io.tallygate.portal.identity;

import io.tallygate.portal.account.Directory;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.audit.Actor;
import io.tallygate.portal.audit.AuditContext;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.LocalPath;
import io.tallygate.portal.frame.SignedIn;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/sign-in`: the server lets nobody in here who has not come back from the identity provider. The person is bound to
/// what was
/// prepared for their verified address, their session begins, and they go where they wanted to.
/// `/sign-out` ends both sessions.
@Controller
@Path("/")
public class SignInPage {
    private final Frame frame;
    private final HttpServletRequest request;
    private final OpenIdContext identity;
    private final SignOut signOut;
    private final Directory directory;

    @Inject
    public SignInPage(
            Frame frame, HttpServletRequest request, OpenIdContext identity, SignOut signOut, Directory directory) {
        this.frame = frame;
        this.request = request;
        this.identity = identity;
        this.signOut = signOut;
        this.directory = directory;
    }

    @GET
    @Path("sign-in")
    public Response signIn(@QueryParam("return") @Nullable String back) {
        Map<String, Object> claims = identity.getIdentityToken().getClaims();
        // an address that nobody has verified opens nothing
        String email = String.valueOf(claims.get("email_verified")).equals("true")
                ? claim(claims, "email", "").toLowerCase(Locale.ROOT)
                : "";
        SignedIn person =
                new SignedIn(claim(claims, "sub", ""), email, claim(claims, "name", email.isEmpty() ? "?" : email));
        AuditContext.current().actor(Actor.person(person.subject(), person.email(), null));
        directory.bind(new Person(person.subject(), person.email(), person.name()));
        frame.signedIn(person);
        return to(LocalPath.of(back).value());
    }

    @POST
    @Path("sign-out")
    public Response signOut() throws ServletException {
        String address = signOut.getAddress();
        request.logout();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return to(address);
    }

    private static Response to(String address) {
        return Response.seeOther(URI.create(address))
                .header("Cache-Control", "no-store")
                .build();
    }

    private static String claim(Map<String, Object> claims, String name, String otherwise) {
        return claims.get(name) instanceof String text && !text.isBlank() ? text : otherwise;
    }
}
