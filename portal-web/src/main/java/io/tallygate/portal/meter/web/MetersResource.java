package io.tallygate.portal.meter.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.MeterChange;
import io.tallygate.portal.meter.Meters;
import io.tallygate.portal.meter.NewMeter;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/meters`: what a tenant counts.
@Section(value = "Meters", about = "What is counted: calls, bytes, time, units of responses, or events of your own.")
@Path("/tenants/{tenant}/meters")
@Produces("application/json")
public class MetersResource {
    private final Meters meters;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public MetersResource(Meters meters, Caller caller, TenantTransactions transactions) {
        this.meters = meters;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(
            value = "Lists meters",
            needs = Permission.SEE_METERS,
            more = "Oldest first. Besides these every tenant has the meter `requests`.",
            asks = MeterShapes.MetersQuestion.class,
            answers = MeterShapes.Meter.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("archived") @Nullable String archived,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                meters.list(at, flag(archived), page.after(), page.rows()), DefinedMeter::id, MeterAnswers::of);
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiProblem.badRequest("archived: true or false.");
        };
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Defines a meter",
            needs = Permission.MANAGE_METERS,
            more = "Gateways take events of its type as soon as they hear of it.",
            takes = MeterShapes.NewMeter.class,
            answers = MeterShapes.Meter.class)
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as its limit allows.")
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_METERS).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        NewMeter wanted = new NewMeter(
                members.text("slug"),
                members.text("name"),
                members.optionalText("source"),
                members.optionalText("eventType"),
                members.optionalText("aggregation"),
                members.optionalText("value"),
                members.optionalJson("dimensions"),
                members.optionalJson("filters"),
                members.optionalJson("weights"),
                members.text("unit"));
        members.refuseIfWrong();
        return answer(Response.Status.CREATED, meters.create(at, wanted));
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a meter", needs = Permission.SEE_METERS, answers = MeterShapes.Meter.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_METERS).tenant();
        return answer(Response.Status.OK, meters.find(at, Ids.of(id)).orElseThrow(ApiProblem::notFound));
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes a meter",
            needs = Permission.MANAGE_METERS,
            more = "What is left out stays. What decides its numbers cannot be changed.",
            takes = MeterShapes.MeterChange.class,
            answers = MeterShapes.Meter.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_METERS).tenant();
        UUID meter = Ids.of(id);
        Members members = Bodies.object(body, Bodies.SMALL);
        MeterChange wanted = new MeterChange(
                members.optionalText("name"), members.optionalJson("dimensions"), members.optionalText("unit"));
        members.refuseIfWrong();
        return transactions.inTenant(
                at, () -> answer(Response.Status.OK, meters.change(at, held(meter, ifMatch), wanted)));
    }

    @POST
    @Path("/{id}/archive")
    @Described(
            value = "Archives a meter",
            needs = Permission.MANAGE_METERS,
            more = "Nothing new is counted by it, and gateways refuse events that only it counted. What was counted"
                    + " can be read as before. Archiving it twice changes nothing.",
            answers = MeterShapes.Meter.class)
    public Response archive(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        TenantId at = caller.at(tenant, Permission.MANAGE_METERS).tenant();
        UUID meter = Ids.of(id);
        return transactions.inTenant(at, () -> answer(Response.Status.OK, meters.archive(at, held(meter, ifMatch))));
    }

    private DefinedMeter held(UUID id, @Nullable String ifMatch) {
        return IfMatch.held(meters.hold(id), ifMatch, MeterAnswers::tag);
    }

    private static Response answer(Response.Status status, DefinedMeter meter) {
        return Response.status(status)
                .entity(MeterAnswers.of(meter).build())
                .header("ETag", MeterAnswers.tag(meter))
                .build();
    }
}
