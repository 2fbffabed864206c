package io.tallygate.portal.tenancy.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.lifecycle.Suspensions;
import io.tallygate.portal.tenancy.Suspension.Cause;
import io.tallygate.portal.tenancy.TenantChange;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
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
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}`: one tenant, for those who belong to it and for the operator. A class of its own: Jakarta REST
/// picks classes by their whole path first, and would not look for a longer path in the list's class when another class
/// has it.
@Section("Tenants")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class TenantResource {
    private final Tenants tenants;
    private final Suspensions suspensions;
    private final TenantTransactions transactions;
    private final Caller caller;

    @Inject
    public TenantResource(Tenants tenants, Suspensions suspensions, TenantTransactions transactions, Caller caller) {
        this.tenants = tenants;
        this.suspensions = suspensions;
        this.transactions = transactions;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Reads a tenant",
            needs = Permission.SEE_TENANT,
            more = "The operator reads every tenant.",
            answers = TenantShapes.Tenant.class)
    public Response read(@PathParam("tenant") String tenant) {
        return answer(
                caller.isOperator()
                        ? caller.asOperator(tenant)
                        : caller.somewhere(tenant, Permission.SEE_TENANT).tenant());
    }

    @PATCH
    @Consumes("application/json")
    @Described(
            value = "Changes a tenant",
            needs = Permission.MANAGE_TENANT,
            more = "What is left out stays; slug, currency and the prefix of keys are for ever.",
            takes = TenantShapes.TenantChange.class,
            answers = TenantShapes.Tenant.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId id = caller.at(tenant, Permission.MANAGE_TENANT).tenant();
        Members wanted = Bodies.object(body, Bodies.SMALL);
        TenantChange change = new TenantChange(
                wanted.optionalText("name"),
                wanted.optionalText("legalName"),
                wanted.has("address") ? wanted.optionalTexts("address") : null,
                wanted.optionalText("country"),
                wanted.optionalText("timeZone"),
                wanted.optionalText("accent"),
                wanted.optionalText("tagline"));
        wanted.refuseIfWrong();
        return transactions.inTenant(id, () -> {
            IfMatch.required(ifMatch, IfMatch.tag(json(id)));
            tenants.change(id, change);
            return answer(id);
        });
    }

    /// By the operator, or by the tenant itself: each for themselves. Again changes nothing.
    /// @param body  `{"reason": "…"}`
    @POST
    @Path("/suspend")
    @Consumes("application/json")
    @Described(
            value = "Suspends a tenant",
            needs = Permission.MANAGE_TENANT,
            more = "Gateways refuse all calls to its APIs within a second, and nothing of it can be changed until it is"
                    + " resumed. The operator suspends any tenant, its own staff only theirs; again changes nothing.",
            takes = TenantShapes.Suspending.class,
            answers = TenantShapes.Tenant.class)
    public Response suspend(@PathParam("tenant") String tenant, InputStream body) {
        TenantId id = manageable(tenant);
        Members wanted = Bodies.object(body, Bodies.SMALL);
        String reason = wanted.optionalText("reason");
        wanted.refuseIfWrong();
        suspensions.suspend(id, cause(), reason);
        return answer(id);
    }

    /// Takes back what the caller's own side did.
    @POST
    @Path("/resume")
    @Described(
            value = "Resumes a tenant",
            needs = Permission.MANAGE_TENANT,
            more = "Takes back what the caller's own side did: the operator resumes what the operator suspended. All"
                    + " is as it was once nobody's suspension is left.",
            answers = TenantShapes.Tenant.class)
    @Refuses(status = 409, type = "not-suspended", when = "The tenant is not suspended.")
    @Refuses(status = 409, type = "suspended-by-another", when = "Only somebody else's suspension is left.")
    public Response resume(@PathParam("tenant") String tenant) {
        TenantId id = manageable(tenant);
        if (!suspensions.resume(id, cause())) {
            throw suspensions.of(id).isEmpty()
                    ? ApiProblem.conflict("not-suspended", "Not suspended", "The tenant is not suspended.")
                    : ApiProblem.conflict(
                            "suspended-by-another",
                            "Suspended by somebody else",
                            "Only whoever suspended the tenant can resume it.");
        }
        return answer(id);
    }

    private TenantId manageable(String tenant) {
        return caller.isOperator()
                ? caller.asOperator(tenant)
                : caller.atSuspended(tenant, Permission.MANAGE_TENANT).tenant();
    }

    private Cause cause() {
        return caller.isOperator() ? Cause.OPERATOR : Cause.TENANT;
    }

    private Response answer(TenantId id) {
        return Response.ok(json(id)).build();
    }

    private JsonObject json(TenantId id) {
        return TenantJson.of(tenants.find(id), suspensions.of(id)).build();
    }
}
