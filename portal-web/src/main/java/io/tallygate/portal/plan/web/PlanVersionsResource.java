package io.tallygate.portal.plan.web;

import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.PlanVersions;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.TermChecks;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/products/{p}/plans/{plan}/versions`: drafts, what is on sale, and what was.
@Section(value = "Products", about = "What a tenant sells: APIs together, on plans.")
@Path("/tenants/{tenant}/products/{id}/plans/{plan}/versions")
@Produces("application/json")
public class PlanVersionsResource {
    private final PlanVersions versions;
    private final Caller caller;
    private final TenantTransactions transactions;
    private final TermChecks checks;

    @Inject
    public PlanVersionsResource(
            PlanVersions versions, Caller caller, TenantTransactions transactions, TermChecks checks) {
        this.versions = versions;
        this.caller = caller;
        this.transactions = transactions;
        this.checks = checks;
    }

    @GET
    @Described(
            value = "Lists the versions of a plan",
            more = "Newest first; drafts, what is on sale, and what was; those for one consumer too.",
            needs = Permission.SEE_PLANS,
            answers = PlanShapes.PlanVersion.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("plan") String plan,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.at(tenant, Permission.SEE_PLANS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                versions.list(access.tenant(), Ids.of(id), Ids.of(plan), page.after(), page.rows())
                        .orElseThrow(ApiProblem::notFound),
                PlanView::planVersion,
                PlanJson::version);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Drafts a version of a plan",
            more = "Nobody can buy it before it is published. Who has subscribed stays on their version.",
            needs = Permission.MANAGE_PLANS,
            takes = PlanShapes.NewPlanVersion.class,
            answers = PlanShapes.PlanVersion.class)
    @Refuses(status = 409, type = "in-use", when = "There is a draft for them already.")
    public Response create(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("plan") String plan,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        PlanRequests.NewVersion wanted =
                PlanRequests.version(Bodies.object(body, Bodies.SMALL), checks.currency(access.tenant()));
        PlanView made = versions.draft(access.tenant(), Ids.of(id), Ids.of(plan), wanted.terms(), wanted.consumer())
                .orElseThrow(ApiProblem::notFound);
        return Response.status(Response.Status.CREATED)
                .entity(PlanJson.version(made).build())
                .build();
    }

    @GET
    @Path("/{version}")
    @Described(
            value = "Reads a version of a plan",
            needs = Permission.SEE_PLANS,
            answers = PlanShapes.PlanVersion.class)
    public JsonObject read(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("plan") String plan,
            @PathParam("version") String version) {
        Access access = caller.at(tenant, Permission.SEE_PLANS);
        return PlanJson.version(versions.find(access.tenant(), Ids.of(id), Ids.of(plan), Ids.of(version))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/{version}/publish")
    @Described(
            value = "Puts a version of a plan on sale",
            more = "The one on sale before is archived; publishing it again changes nothing.",
            needs = Permission.MANAGE_PLANS,
            answers = PlanShapes.PlanVersion.class)
    @Refuses(status = 409, type = "in-use", when = "It was on sale before and is no more.")
    @Refuses(status = 409, type = "not-billed-yet", when = "A closed month does not bill all of its terms yet.")
    public JsonObject publish(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("plan") String plan,
            @PathParam("version") String version) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        try {
            return transactions.inTenant(access.tenant(), () -> {
                PlanView held =
                        versions.hold(Ids.of(id), Ids.of(plan), Ids.of(version)).orElseThrow(ApiProblem::notFound);
                return PlanJson.version(versions.publish(access.tenant(), held)).build();
            });
        } catch (WrongInput unbillable) { // nothing was put in here: what is wrong is what was drafted
            throw ApiProblem.conflict(
                    "not-billed-yet",
                    "Not billed yet",
                    unbillable.members().getFirst().detail());
        }
    }

    @DELETE
    @Path("/{version}")
    @Described(value = "Deletes a draft of a plan", needs = Permission.MANAGE_PLANS)
    @Refuses(status = 409, type = "in-use", when = "It was ever on sale.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("plan") String plan,
            @PathParam("version") String version,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        transactions.inTenant(
                access.tenant(),
                () -> versions.discard(IfMatch.held(
                        versions.hold(Ids.of(id), Ids.of(plan), Ids.of(version)),
                        ifMatch,
                        one -> IfMatch.tag(PlanJson.version(one).build()))));
    }
}
