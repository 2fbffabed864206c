package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.consumer.Consumer;
import io.tallygate.portal.consumer.Consumers;
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

/// `/console/{t}/consumers/{c}/team/invitations`: who was asked to join a consumer, for the tenant's staff.
@Controller
@Path("/console/{tenant}/consumers/{consumer: [0-9a-f-]{36}}/team/invitations")
@Produces("text/html")
public class ConsumerInvitationsPage {
    private final Visits visits;
    private final Models models;
    private final InvitationForms forms;
    private final Consumers consumers;

    @Inject
    public ConsumerInvitationsPage(Visits visits, Models models, InvitationForms forms, Consumers consumers) {
        this.visits = visits;
        this.models = models;
        this.forms = forms;
        this.consumers = consumers;
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

    private InvitationForms.Place place(String slug, UUID id) {
        Visit visit = visits.console(slug, "consumers", Permission.SEE_TEAM);
        Consumer consumer = consumers.find(visit.id(), id).orElseThrow(NotFoundException::new);
        return new InvitationForms.Place(
                visit, id, consumer.name(), models, "/console/" + slug + "/consumers/" + id + "/team");
    }
}
