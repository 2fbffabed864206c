package io.tallygate.portal.audit.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.api.openapi.Text;
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

/// `/api/v1/tenants/{t}/audit-events`: who did what at a tenant.
@Section(
        value = "Audit log",
        about = "Who did what, from where, in which request. Records are chained; verification names what was altered.")
@Path("/tenants/{tenant}/audit-events")
@Produces("application/json")
public class AuditEventsResource {
    private final AuditAnswers answers;
    private final Caller caller;

    @Inject
    public AuditEventsResource(AuditAnswers answers, Caller caller) {
        this.answers = answers;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists what was done and refused",
            more = "Newest first.",
            needs = Permission.SEE_AUDIT,
            asks = AuditShapes.AuditQuestion.class,
            answers = AuditShapes.AuditEvent.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo address) {
        return answers.list(chain(tenant), address.getQueryParameters());
    }

    @GET
    @Path("/{number}")
    @Described(
            value = "Reads a record with what changed",
            needs = Permission.SEE_AUDIT,
            answers = AuditShapes.AuditRecord.class)
    public JsonObject read(
            @PathParam("tenant") String tenant,
            @PathParam("number")
                    @Text(pattern = "^[1-9][0-9]{0,17}$", example = "1")
                    @About("The record's number in its log.")
                    String number) {
        return answers.one(chain(tenant), number);
    }

    @GET
    @Path("/checkpoints")
    @Described(
            value = "Lists the signed checkpoints",
            more = "Newest first.",
            needs = Permission.SEE_AUDIT,
            answers = AuditShapes.AuditCheckpoint.class)
    public JsonObject checkpoints(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return answers.checkpoints(chain(tenant), PageOf.asked(limit, cursor));
    }

    @GET
    @Path("/export")
    @Produces({AuditAnswers.NDJSON, "application/json"})
    @Described(
            value = "Exports the whole log",
            more = "One JSON object a line, with all that it takes to verify it elsewhere.",
            needs = Permission.SEE_AUDIT,
            answers = String.class)
    @Refuses(status = 503, type = "busy", when = "As many exports are going on as may.")
    public Response export(@PathParam("tenant") String tenant) {
        return answers.export(chain(tenant));
    }

    /// Changes nothing, so it takes no `Idempotency-Key`.
    @POST
    @Path("/verify")
    @Described(
            value = "Verifies the whole log",
            more = "Names records that were altered, removed or inserted.",
            needs = Permission.SEE_AUDIT,
            answers = AuditShapes.AuditVerdict.class)
    @Refuses(status = 503, type = "busy", when = "As many verifications are going on as may.")
    public JsonObject verify(@PathParam("tenant") String tenant) {
        return answers.verify(chain(tenant));
    }

    private TenantId chain(String tenant) {
        return caller.atSuspended(tenant, Permission.SEE_AUDIT).tenant();
    }
}
