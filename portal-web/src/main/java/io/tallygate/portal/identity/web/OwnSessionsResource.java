package io.tallygate.portal.identity.web;

import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.identity.PersonSession;
import io.tallygate.portal.identity.PersonSessions;
import io.tallygate.portal.identity.ProviderFollowUp;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/// `/api/v1/me/sessions`: where the caller has signed in at the portal. A personal access token does not reach them: it
/// is for one tenant, and these are a person's own.
@Section("People")
@Path("/me/sessions")
@Produces("application/json")
public class OwnSessionsResource {
    private final Caller caller;
    private final PersonSessions sessions;
    private final ProviderFollowUp provider;

    @Inject
    public OwnSessionsResource(Caller caller, PersonSessions sessions, ProviderFollowUp provider) {
        this.caller = caller;
        this.sessions = sessions;
        this.provider = provider;
    }

    @GET
    @Described(value = "Lists the devices you have signed in on", answers = IdentityShapes.Session.class)
    @Refuses(status = 403, type = "sign-in-needed", when = "A personal access token called.")
    public JsonObject list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        String subject = caller.themselves().subject();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                sessions.ofPerson(subject, page.after(), page.rows()), PersonSession::id, OwnSessionsResource::json);
    }

    @DELETE
    @Path("/{id}")
    @Described("Signs you out on one device")
    @Refuses(status = 403, type = "sign-in-needed", when = "A personal access token called.")
    public void end(@PathParam("id") String id) {
        String subject = caller.themselves().subject();
        if (!sessions.end(subject, Ids.of(id), PersonSessions.Ending.ELSEWHERE)) {
            throw ApiProblem.notFound();
        }
        provider.soon();
    }

    @DELETE
    @Described(value = "Signs you out everywhere", more = "Personal access tokens go on; revoke those that should not.")
    @Refuses(status = 403, type = "sign-in-needed", when = "A personal access token called.")
    public void endAll() {
        sessions.endAll(caller.themselves().subject(), PersonSessions.Ending.ELSEWHERE);
        provider.soon();
    }

    private static JsonObjectBuilder json(PersonSession session) {
        return Json.createObjectBuilder()
                .add("id", session.id().toString())
                .add("device", session.device())
                .add("address", session.address())
                .add("createdAt", session.createdAt().toString())
                .add("lastSeenAt", session.lastSeenAt().toString());
    }
}
