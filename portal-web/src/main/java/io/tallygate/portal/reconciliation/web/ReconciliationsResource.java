package io.tallygate.portal.reconciliation.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.reconciliation.Comparison;
import io.tallygate.portal.reconciliation.Difference;
import io.tallygate.portal.reconciliation.Reconciliations;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/reconciliations`: whether journals, store and invoices tell the same.
@Section(value = "Reconciliation", about = "Whether gateways’ journals, the usage store and invoices tell the same.")
@Path("/tenants/{tenant}/reconciliations")
@Produces("application/json")
public class ReconciliationsResource {
    private final Reconciliations reconciliations;
    private final Caller caller;

    @Inject
    public ReconciliationsResource(Reconciliations reconciliations, Caller caller) {
        this.reconciliations = reconciliations;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists reconciliations",
            needs = Permission.SEE_METERS,
            more = "Newest first.",
            answers = ComparisonShapes.Reconciliation.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                reconciliations.list(at, page.after(), page.rows()), Comparison::id, ReconciliationsResource::json);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Asks for a reconciliation",
            needs = Permission.RUN_BILLING,
            more = "It is made in the background; hours that are not complete yet are not looked at. From the first one"
                    + " on another is made every night.",
            takes = ComparisonShapes.NewReconciliation.class,
            answers = ComparisonShapes.Reconciliation.class)
    public Response ask(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        Instant from = members.optionalInstant("from");
        Instant to = members.optionalInstant("to");
        members.refuseIfWrong();
        return Response.status(Response.Status.CREATED)
                .entity(json(reconciliations.ask(at, from, to)).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a reconciliation",
            needs = Permission.SEE_METERS,
            answers = ComparisonShapes.Reconciliation.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        return json(found(at, id)).build();
    }

    @GET
    @Path("/{id}/differences")
    @Described(
            value = "Lists the differences of a reconciliation",
            needs = Permission.SEE_METERS,
            answers = ComparisonShapes.Difference.class)
    public JsonObject differences(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        UUID comparison = found(at, id).id();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                reconciliations.differences(at, comparison, page.after(), page.rows()),
                Difference::id,
                ReconciliationsResource::json);
    }

    private Comparison found(TenantId at, String id) {
        return reconciliations.find(at, Ids.of(id)).orElseThrow(ApiProblem::notFound);
    }

    private static JsonObjectBuilder json(Comparison comparison) {
        return Json.createObjectBuilder()
                .add("id", comparison.id().toString())
                .add("from", comparison.period().from().toString())
                .add("to", comparison.period().to().toString())
                .add("status", comparison.doneAt() == null ? "waiting" : "done")
                .add("askedAt", comparison.askedAt().toString())
                .add("doneAt", text(comparison.doneAt()))
                .add("completeUntil", text(comparison.completeUntil()))
                .add("journalCalls", String.valueOf(comparison.journalCalls()))
                .add("storedCalls", String.valueOf(comparison.storedCalls()))
                .add("billedPeriods", comparison.billedPeriods())
                .add("differences", comparison.differences());
    }

    private static JsonObjectBuilder json(Difference difference) {
        return Json.createObjectBuilder()
                .add("id", difference.id().toString())
                .add("kind", difference.kind())
                .add("beginsAt", difference.beginsAt().toString())
                .add("instance", text(difference.instance()))
                .add("subscription", text(difference.subscriptionId()))
                .add("expected", difference.expected().toPlainString())
                .add("found", difference.found().toPlainString());
    }

    private static JsonValue text(@Nullable Object value) {
        return value == null ? JsonValue.NULL : Json.createValue(value.toString());
    }
}
