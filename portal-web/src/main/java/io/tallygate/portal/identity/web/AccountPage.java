package io.tallygate.portal.identity.web;

import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.frame.SignedIn;
import io.tallygate.portal.identity.PersonSession;
import io.tallygate.portal.identity.PersonSessions;
import io.tallygate.portal.identity.ProviderFollowUp;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/account`: who I am here, on which devices I have signed in, and how to end that.
@Controller
@Path("/account")
@Produces("text/html")
public class AccountPage {
    private static final URI HERE = URI.create("/account");

    private final Frame frame;
    private final Models models;
    private final HttpServletRequest request;
    private final PersonSessions sessions;
    private final VisitorSession own;
    private final ProviderFollowUp provider;

    @Inject
    public AccountPage(
            Frame frame,
            Models models,
            HttpServletRequest request,
            PersonSessions sessions,
            VisitorSession own,
            ProviderFollowUp provider) {
        this.frame = frame;
        this.models = models;
        this.request = request;
        this.sessions = sessions;
        this.own = own;
        this.provider = provider;
    }

    @GET
    public String show(@QueryParam("after") @Nullable String after) {
        SignedIn person = frame.person();
        UUID from = id(after);
        ListPage<PersonSession> page = ListPage.of(
                "/account", from, sessions.ofPerson(person.subject(), from, ListPage.ROWS), PersonSession::id);
        UUID entry = own.entry();
        List<SessionModel> shown = page.items().stream()
                .map(session -> SessionModel.of(session, session.id().equals(entry)))
                .toList();
        models.put("page", page);
        models.put("sessions", shown);
        return "identity/account.html";
    }

    @POST
    @Path("end")
    public Response end() {
        SignedIn person = frame.person();
        UUID id = id(request.getParameter("session"));
        if (id != null && sessions.end(person.subject(), id, PersonSessions.Ending.ELSEWHERE)) {
            provider.soon();
            frame.notice("good", "identity.account.ended");
        }
        return Response.seeOther(HERE).build();
    }

    /// The own one too: whoever presses this does not know which of them is a stranger's.
    @POST
    @Path("sign-out-everywhere")
    public Response signOutEverywhere() {
        SignedIn person = frame.person();
        sessions.endAll(person.subject(), PersonSessions.Ending.ELSEWHERE);
        provider.soon();
        own.end();
        return Response.seeOther(URI.create("/")).build();
    }

    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null || text.length() != 36 ? null : UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
