package io.tallygate.portal.tenancy.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/limits`: what the tenant may have and what it has; the operator sets the numbers.
@Section("Tenants")
@Path("/tenants/{tenant}/limits")
@Produces("application/json")
public class LimitsResource {
    private final Limits limits;
    private final TenantTransactions transactions;
    private final Caller caller;

    @Inject
    public LimitsResource(Limits limits, TenantTransactions transactions, Caller caller) {
        this.limits = limits;
        this.transactions = transactions;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists the limits of a tenant, with what is used of each",
            needs = Permission.SEE_CONSOLE,
            more = "The operator reads every tenant's.",
            answers = TenantShapes.TenantLimit.class,
            list = true)
    public JsonObject list(@PathParam("tenant") String tenant) {
        TenantId id = seen(tenant);
        JsonArrayBuilder items = Json.createArrayBuilder();
        limits.of(id).forEach(standing -> items.add(json(standing)));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }

    @GET
    @Path("/{limit}")
    @Described(
            value = "Reads a limit of a tenant",
            needs = Permission.SEE_CONSOLE,
            more = "The operator reads every tenant's.",
            answers = TenantShapes.TenantLimit.class)
    public Response read(
            @PathParam("tenant") String tenant,
            @PathParam("limit")
                    @Text(pattern = "^[a-z-]{1,40}$", example = "apis")
                    @About("Its name, as the list has it.")
                    String limit) {
        TenantId id = seen(tenant);
        return answer(limits.of(id, named(limit)));
    }

    @PUT
    @Path("/{limit}")
    @Consumes("application/json")
    @Described(
            value = "Gives a tenant a limit of its own",
            operator = true,
            more = "What the tenant has already stays, also where that is more.",
            takes = TenantShapes.NewLimit.class,
            answers = TenantShapes.TenantLimit.class)
    public Response allow(
            @PathParam("tenant") String tenant,
            @PathParam("limit")
                    @Text(pattern = "^[a-z-]{1,40}$", example = "apis")
                    @About("Its name, as the list has it.")
                    String limit,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId id = operated(tenant);
        Limit named = named(limit);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        long allowed = wanted.whole("allowed", 0, Limits.MOST);
        wanted.refuseIfWrong();
        return transactions.inTenant(id, () -> {
            IfMatch.required(ifMatch, tag(limits.of(id, named)));
            limits.allow(id, named, allowed);
            return answer(limits.of(id, named));
        });
    }

    @DELETE
    @Path("/{limit}")
    @Described(
            value = "Lets the installation's number hold for a tenant again",
            operator = true,
            answers = TenantShapes.TenantLimit.class)
    public Response forget(
            @PathParam("tenant") String tenant,
            @PathParam("limit")
                    @Text(pattern = "^[a-z-]{1,40}$", example = "apis")
                    @About("Its name, as the list has it.")
                    String limit,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        TenantId id = operated(tenant);
        Limit named = named(limit);
        return transactions.inTenant(id, () -> {
            IfMatch.required(ifMatch, tag(limits.of(id, named)));
            limits.forget(id, named);
            return answer(limits.of(id, named));
        });
    }

    private TenantId seen(String tenant) {
        return caller.isOperator()
                ? caller.asOperator(tenant)
                : caller.at(tenant, Permission.SEE_CONSOLE).tenant();
    }

    private TenantId operated(String tenant) {
        if (!caller.isOperator()) {
            caller.atSuspended(tenant); // strangers hear nothing of the tenant
            throw ApiProblem.forbidden();
        }
        return caller.asOperator(tenant);
    }

    private static Response answer(Limits.Standing standing) {
        return Response.ok(json(standing).build())
                .header(HttpHeaders.ETAG, tag(standing))
                .build();
    }

    /// What is used changes all the time and is nobody's to change.
    private static String tag(Limits.Standing standing) {
        return IfMatch.tag(json(standing).remove("used").build());
    }

    private static Limit named(String wireName) {
        return Limit.of(wireName).orElseThrow(ApiProblem::notFound);
    }

    private static JsonObjectBuilder json(Limits.Standing standing) {
        return Json.createObjectBuilder()
                .add("name", standing.limit().wireName())
                .add(
                        "per",
                        switch (standing.limit().kind()) {
                            case HELD -> "tenant";
                            case IN_A_MINUTE -> "minute";
                        })
                .add("allowed", standing.allowed())
                .add("used", standing.used())
                .add("usual", standing.usual())
                .add("ownNumber", standing.ownNumber());
    }
}
