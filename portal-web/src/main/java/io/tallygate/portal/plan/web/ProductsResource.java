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
import io.tallygate.portal.plan.NewPlan;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.plan.ProductChange;
import io.tallygate.portal.plan.ProductView;
import io.tallygate.portal.plan.Products;
import io.tallygate.portal.plan.TermChecks;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/// `/api/v1/tenants/{t}/products`: what a tenant sells, read by everyone who belongs to it, changed by its
/// staff.
@Section(value = "Products", about = "What a tenant sells: APIs together, on plans.")
@Path("/tenants/{tenant}/products")
@Produces("application/json")
public class ProductsResource {
    private final Products products;
    private final Caller caller;
    private final TenantTransactions transactions;
    private final TermChecks checks;

    @Inject
    public ProductsResource(Products products, Caller caller, TenantTransactions transactions, TermChecks checks) {
        this.products = products;
        this.checks = checks;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(value = "Lists products", needs = Permission.SEE_OFFERS, answers = PlanShapes.Product.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_OFFERS);
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                products.list(access.tenant(), page.after(), page.rows()), ProductView::id, PlanJson::product);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes a product",
            needs = Permission.MANAGE_PLANS,
            takes = PlanShapes.NewProduct.class,
            answers = PlanShapes.Product.class)
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        ProductView made = products.create(access.tenant(), PlanRequests.product(Bodies.object(body, Bodies.SMALL)));
        return Response.status(Response.Status.CREATED)
                .entity(PlanJson.product(made).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a product", needs = Permission.SEE_OFFERS, answers = PlanShapes.Product.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_OFFERS);
        return PlanJson.product(products.find(access.tenant(), Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    /// What subscriptions cover changes with the product's APIs at once.
    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes a product",
            more = "What its subscriptions cover changes with its APIs at once.",
            needs = Permission.MANAGE_PLANS,
            takes = PlanShapes.ProductChange.class,
            answers = PlanShapes.Product.class)
    public JsonObject change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        ProductChange change = PlanRequests.change(Bodies.object(body, Bodies.SMALL));
        return transactions.inTenant(access.tenant(), () -> {
            ProductView held = held(id, ifMatch);
            return PlanJson.product(
                            products.change(access.tenant(), held.id(), change).orElseThrow(ApiProblem::notFound))
                    .build();
        });
    }

    @DELETE
    @Path("/{id}")
    @Described(value = "Deletes a product", needs = Permission.MANAGE_PLANS, more = "With all its plans.")
    @Refuses(status = 409, type = "in-use", when = "Somebody subscribed to it, ever.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        transactions.inTenant(access.tenant(), () -> products.delete(access.tenant(), held(id, ifMatch)));
    }

    private ProductView held(String id, @Nullable String ifMatch) {
        return IfMatch.held(
                products.hold(Ids.of(id)),
                ifMatch,
                product -> IfMatch.tag(PlanJson.product(product).build()));
    }

    /// The plans on sale.
    @GET
    @Path("/{id}/plans")
    @Described(
            value = "Lists the plans of a product that are on sale",
            needs = Permission.SEE_OFFERS,
            answers = PlanShapes.Plan.class,
            list = true)
    public JsonObject plans(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_OFFERS);
        UUID product = products.find(access.tenant(), Ids.of(id))
                .orElseThrow(ApiProblem::notFound)
                .id();
        JsonArrayBuilder items = Json.createArrayBuilder();
        products.offers(access.tenant(), product).forEach(plan -> items.add(PlanJson.plan(plan)));
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor")
                .build();
    }

    /// A plan is on sale as soon as it is made.
    @POST
    @Idempotent
    @Path("/{id}/plans")
    @Consumes("application/json")
    @Described(
            value = "Puts a plan of a product on sale",
            needs = Permission.MANAGE_PLANS,
            takes = PlanShapes.NewPlan.class,
            answers = PlanShapes.Plan.class)
    public Response createPlan(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        UUID product = Ids.of(id);
        NewPlan wanted = PlanRequests.plan(Bodies.object(body, Bodies.SMALL), checks.currency(access.tenant()));
        PlanView made = products.createPlan(access.tenant(), product, wanted).orElseThrow(ApiProblem::notFound);
        return Response.status(Response.Status.CREATED)
                .entity(PlanJson.plan(made).build())
                .build();
    }

    @GET
    @Path("/{id}/plans/{plan}")
    @Described(value = "Reads a plan on sale", needs = Permission.SEE_OFFERS, answers = PlanShapes.Plan.class)
    public JsonObject plan(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @PathParam("plan") String plan) {
        Access access = caller.somewhere(tenant, Permission.SEE_OFFERS);
        UUID product = Ids.of(id);
        return PlanJson.plan(products.offer(access.tenant(), Ids.of(plan))
                        .filter(offer -> offer.product().equals(product))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    @DELETE
    @Path("/{id}/plans/{plan}")
    @Described(value = "Deletes a plan", needs = Permission.MANAGE_PLANS, more = "With all its versions.")
    @Refuses(status = 409, type = "in-use", when = "Somebody subscribed to it, ever.")
    public void deletePlan(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @PathParam("plan") String plan,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        Access access = caller.at(tenant, Permission.MANAGE_PLANS);
        transactions.inTenant(access.tenant(), () -> {
            PlanView held = IfMatch.held(
                    products.holdPlan(Ids.of(id), Ids.of(plan)),
                    ifMatch,
                    one -> IfMatch.tag(PlanJson.plan(one).build()));
            products.deletePlan(access.tenant(), held);
        });
    }
}
