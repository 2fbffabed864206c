package io.tallygate.portal.account.web;

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

/// `/p/{tenant}/tokens`: the tokens of whoever has signed in, for their own programs.
@Controller
@Path("/p/{tenant}/tokens")
@Produces("text/html")
public class TokensPage {
    private static final String REVOKE = "{id: [0-9a-f-]{36}}/revoke";

    private final Visits visits;
    private final Models models;
    private final TokenForms forms;

    @Inject
    public TokensPage(Visits visits, Models models, TokenForms forms) {
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

    private TokenForms.Place own(String slug) {
        Visit visit = visits.person(slug, "tokens");
        if (!visit.access().isMember()) {
            throw new NotFoundException();
        }
        return new TokenForms.Place(visit, models, "/p/" + slug + "/tokens", false);
    }
}
