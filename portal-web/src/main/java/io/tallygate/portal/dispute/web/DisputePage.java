package io.tallygate.portal.dispute.web;

import io.tallygate.billing.dispute.Dispute;
import io.tallygate.billing.dispute.DisputeRefused;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.web.Visit;
import io.tallygate.portal.account.web.Visits;
import io.tallygate.portal.dispute.LineCalls;
import io.tallygate.portal.frame.Frame;
import jakarta.inject.Inject;
import jakarta.mvc.Controller;
import jakarta.mvc.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/// `/console/{t}/disputes/{id}`: a dispute with its evidence, and what the tenant says to it.
@Controller
@Path("/console/{tenant}/disputes/{id: [0-9a-f-]{36}}")
@Produces("text/html")
public class DisputePage {
    private static final String SECTION = "invoices";

    private final Visits visits;
    private final Frame frame;
    private final Models models;
    private final LineCalls lines;

    @Inject
    public DisputePage(Visits visits, Frame frame, Models models, LineCalls lines) {
        this.visits = visits;
        this.frame = frame;
        this.models = models;
        this.lines = lines;
    }

    @GET
    public String read(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        Visit visit = visits.console(tenant, SECTION, Permission.SEE_INVOICES);
        LineCalls.Story story = lines.dispute(visit.id(), id, Optional.empty()).orElseThrow(NotFoundException::new);
        models.put("dispute", story.dispute());
        models.put("evidence", story.evidence());
        models.put("mayDecide", story.dispute().state() == Dispute.State.DRAFT && visit.may(Permission.RUN_BILLING));
        return "dispute/detail.html";
    }

    @POST
    @Path("/accept")
    public Response accept(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        return decide(tenant, id, true);
    }

    @POST
    @Path("/reject")
    public Response reject(@PathParam("tenant") String tenant, @PathParam("id") UUID id) {
        return decide(tenant, id, false);
    }

    private Response decide(String tenant, UUID id, boolean accept) {
        Visit visit = visits.console(tenant, SECTION, Permission.RUN_BILLING);
        try {
            var _ = lines.decide(visit.id(), id, accept).orElseThrow(NotFoundException::new);
            frame.notice("good", accept ? "dispute.accepted" : "dispute.rejected");
        } catch (DisputeRefused decided) {
            frame.notice("bad", "dispute.refused." + decided.reason().slug());
        }
        return Response.seeOther(URI.create("/console/" + visit.slug() + "/disputes/" + id))
                .build();
    }
}
