package io.tallygate.portal.account.web;

import io.tallygate.portal.account.Permission;
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

/// `/console/{t}/tokens`: a staff member's own tokens; `/all` shows everybody's to those who may revoke them.
@Controller
@Path("/console/{tenant}/tokens")
@Produces("text/html")
public class ConsoleTokensPage {
    private static final String REVOKE = "{id: [0-9a-f-]{36}}/revoke";

    private final Visits visits;
    private final Models models;
    private final TokenForms forms;

    @Inject
    public ConsoleTokensPage(Visits visits, Models models, TokenForms forms) {
        this.visits = visits;
        this.models = models;
        this.forms = forms;
    }

    @GET
    public Response list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        return forms.list(own(slug), after);
    }

    @POST
    public Response issue(@PathParam("tenant") String slug) {
        return forms.issue(own(slug));
    }

    @POST
    @Path(REVOKE)
    public Response revoke(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        return forms.revoke(own(slug), id);
    }

    @GET
    @Path("all")
    public Response listAll(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        return forms.list(all(slug), after);
    }

    @POST
    @Path("all/" + REVOKE)
    public Response revokeAny(@PathParam("tenant") String slug, @PathParam("id") UUID id) {
        return forms.revoke(all(slug), id);
    }

    private TokenForms.Place own(String slug) {
        Visit visit = visits.console(slug, "tokens", Permission.USE_TOKENS);
        models.put("mayManage", visit.may(Permission.MANAGE_TOKENS));
        return new TokenForms.Place(visit, models, "/console/" + slug + "/tokens", false);
    }

    private TokenForms.Place all(String slug) {
        Visit visit = visits.console(slug, "tokens", Permission.MANAGE_TOKENS);
        return new TokenForms.Place(visit, models, "/console/" + slug + "/tokens/all", true);
    }
}
