package io.tallygate.portal.reconciliation.web;

import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.frame.Frame;
import io.tallygate.portal.frame.ListPage;
import io.tallygate.portal.reconciliation.Comparison;
import io.tallygate.portal.reconciliation.Difference;
import io.tallygate.portal.reconciliation.Reconciliations;
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
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/console/{t}/reconciliation`: comparisons of journals, store and invoices, and what each found.
@Controller
@Path("/console/{tenant}/reconciliation")
@Produces("text/html")
public class ReconciliationPage {
    private static final String SECTION = "meters";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final Reconciliations reconciliations;

    @Inject
    public ReconciliationPage(Visits visits, Frame frame, Models models, Reconciliations reconciliations) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.reconciliations = reconciliations;
    }

    @GET
    public String list(@PathParam("tenant") String slug, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        models.put(
                "page",
                ListPage.of(
                        "/console/" + slug + "/reconciliation",
                        after,
                        reconciliations.list(visit.id(), after, ListPage.ROWS),
                        Comparison::id));
        models.put("mayAsk", visit.may(Permission.RUN_BILLING));
        models.put("maySeeCredentials", visit.may(Permission.SEE_EVENT_CREDENTIALS));
        return "reconciliation/list.html";
    }

    @POST
    public Response ask(@PathParam("tenant") String slug) {
        Visit visit = visits.console(slug, SECTION, Permission.RUN_BILLING);
        Comparison asked = reconciliations.ask(visit.id(), null, null);
        frame.notice("good", "reconciliation.asked");
        return Response.seeOther(URI.create("/console/" + slug + "/reconciliation/" + asked.id()))
                .build();
    }

    @GET
    @Path("{id: [0-9a-f-]{36}}")
    public String read(
            @PathParam("tenant") String slug, @PathParam("id") UUID id, @QueryParam("after") @Nullable UUID after) {
        Visit visit = visits.console(slug, SECTION, Permission.SEE_METERS);
        Comparison comparison = reconciliations.find(visit.id(), id).orElseThrow(NotFoundException::new);
        models.put("comparison", comparison);
        models.put(
                "page",
                ListPage.of(
                        "/console/" + slug + "/reconciliation/" + id,
                        after,
                        reconciliations.differences(visit.id(), id, after, ListPage.ROWS),
                        Difference::id));
        return "reconciliation/detail.html";
    }
}
