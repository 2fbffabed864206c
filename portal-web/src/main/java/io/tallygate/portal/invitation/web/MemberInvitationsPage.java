package io.tallygate.portal.invitation.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/members/invitations`: who was asked to work at the tenant.
@Controller
@Path("/console/{tenant}/members/invitations")
@Produces("text/html")
public class MemberInvitationsPage {
    private final Visits visits;
    private final Models models;
    private final InvitationForms forms;

    @Inject
    public MemberInvitationsPage(Visits visits, Models models, InvitationForms forms) {
        this.visits = visits;
        this.models = models;
        this.forms = forms;
    }

    @GET
    public String list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        return forms.list(place(slug), after);
    }

    @POST
    public Response invite(@PathParam("tenant") String slug) {
        return forms.invite(place(slug));
    }

    @POST
    @Path("{id: [0-9a-f-]{36}}/resend")
    public Response sendAgain(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        return forms.sendAgain(place(slug), id);
    }

    @POST
    @Path("{id: [0-9a-f-]{36}}/revoke")
    public Response revoke(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        return forms.revoke(place(slug), id);
    }

    private InvitationForms.Place place(String slug) {
        Visit visit = visits.console(slug, "members", Permission.SEE_MEMBERS);
        return new InvitationForms.Place(visit, null, visit.tenant().name(), models, "/console/" + slug + "/members");
    }
}
