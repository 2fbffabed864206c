package io.tallygate.portal.audit.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.audit.AuditEntry;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/// `/api/v1/audit-events`: what belongs to no tenant, for the operator.
@Section("Audit log")
@Path("/audit-events")
@Produces("application/json")
public class InstallationAuditResource {
    private final AuditAnswers answers;
    private final Caller caller;

    @Inject
    public InstallationAuditResource(AuditAnswers answers, Caller caller) {
        this.answers = answers;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists what was done and refused at the installation",
            more = "Newest first.",
            operator = true,
            asks = AuditShapes.AuditQuestion.class,
            answers = AuditShapes.AuditEvent.class)
    public JsonObject list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo address) {
        return answers.list(chain(), address.getQueryParameters());
    }

    @GET
    @Path("/{number}")
    @Described(
            value = "Reads a record of the installation with what changed",
            operator = true,
            answers = AuditShapes.AuditRecord.class)
    public JsonObject read(
            @PathParam("number")
                    @Text(pattern = "^[1-9][0-9]{0,17}$", example = "1")
                    @About("The record's number in its log.")
                    String number) {
        return answers.one(chain(), number);
    }

    @GET
    @Path("/checkpoints")
    @Described(
            value = "Lists the signed checkpoints of the installation's log",
            more = "Newest first.",
            operator = true,
            answers = AuditShapes.AuditCheckpoint.class)
    public JsonObject checkpoints(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return answers.checkpoints(chain(), PageOf.asked(limit, cursor));
    }

    @GET
    @Path("/export")
    @Produces({AuditAnswers.NDJSON, "application/json"})
    @Described(
            value = "Exports the whole log of the installation",
            more = "One JSON object a line, with all that it takes to verify it elsewhere.",
            operator = true,
            answers = String.class)
    @Refuses(status = 503, type = "busy", when = "As many exports are going on as may.")
    public Response export() {
        return answers.export(chain());
    }

    /// Changes nothing, so it takes no `Idempotency-Key`.
    @POST
    @Path("/verify")
    @Described(
            value = "Verifies the whole log of the installation",
            more = "Names records that were altered, removed or inserted.",
            operator = true,
            answers = AuditShapes.AuditVerdict.class)
    @Refuses(status = 503, type = "busy", when = "As many verifications are going on as may.")
    public JsonObject verify() {
        return answers.verify(chain());
    }

    private TenantId chain() {
        if (!caller.isOperator()) {
            throw ApiProblem.forbidden();
        }
        return AuditEntry.INSTALLATION;
    }
}
