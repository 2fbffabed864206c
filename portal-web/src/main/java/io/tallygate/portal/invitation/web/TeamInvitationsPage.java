package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Access.ConsumerMembership;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/p/{tenant}/team/{consumer}/invitations`: whom the visitor's organisation asked to join.
@Controller
@Path("/p/{tenant}/team/{consumer: [0-9a-f-]{36}}/invitations")
@Produces("text/html")
public class TeamInvitationsPage {
    private final Visits visits;
    private final Models models;
    private final InvitationForms forms;

    @Inject
    public TeamInvitationsPage(Visits visits, Models models, InvitationForms forms) {
        this.visits = visits;
        this.models = models;
        this.forms = forms;
    }

    @GET
    public String list(
            @PathParam("tenant") String slug,
            @PathParam("consumer") UUID consumer,
            @QueryParam("after") @Nullable UUID after) {
        return forms.list(place(slug, consumer), after);
    }

    @POST
    public Response invite(@PathParam("tenant") String slug, @PathParam("consumer") UUID consumer) {
        return forms.invite(place(slug, consumer));
    }

    @POST
    @Path("{id: [0-9a-f-]{36}}/resend")
    public Response sendAgain(
            @PathParam("tenant") String slug, @PathParam("consumer") UUID consumer, @PathParam("id") UUID id) {
        return forms.sendAgain(place(slug, consumer), id);
    }

    @POST
    @Path("{id: [0-9a-f-]{36}}/revoke")
    public Response revoke(
            @PathParam("tenant") String slug, @PathParam("consumer") UUID consumer, @PathParam("id") UUID id) {
        return forms.revoke(place(slug, consumer), id);
    }

    private InvitationForms.Place place(String slug, UUID consumer) {
        Visit visit = visits.consumer(slug, "team");
        ConsumerMembership own = visit.access().consumers().stream()
                .filter(membership -> membership.consumer().equals(consumer))
                .findFirst()
                .orElseThrow(NotFoundException::new);
        return new InvitationForms.Place(visit, consumer, own.name(), models, "/p/" + slug + "/team/" + consumer);
    }
}
