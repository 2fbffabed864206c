package io.tallygate.portal.invoice.web;

import io.tallygate.billing.tax.TaxRule;
import io.tallygate.billing.tax.TaxSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.invoice.Selling;
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

/// `/api/v1/tenants/{t}/tax-rules`: which tax is owed where, on what, and from when on.
@Section(value = "Taxes", about = "Rates by country and product code, and what tax asks of consumers.")
@Path("/tenants/{tenant}/tax-rules")
@Produces("application/json")
public class TaxRulesResource {
    private final Selling selling;
    private final Caller caller;

    @Inject
    public TaxRulesResource(Selling selling, Caller caller) {
        this.selling = selling;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists tax rules",
            needs = Permission.RUN_BILLING,
            more = "Oldest first.",
            asks = SellingShapes.TaxRulesQuestion.class,
            answers = SellingShapes.TaxRule.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("country") @Nullable String country,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                selling.rules(at, country, page.after(), page.rows()), TaxSettings.StoredRule::id, SellingJson::rule);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Adds a tax rule",
            needs = Permission.RUN_BILLING,
            more = "Of several that are valid on a service's last day, the one for its product code counts, and of"
                    + " those the one that began last.",
            takes = SellingShapes.NewTaxRule.class,
            answers = SellingShapes.TaxRule.class)
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        TaxRule rule = SellingRequests.rule(Bodies.object(body, Bodies.SMALL));
        return Response.status(Response.Status.CREATED)
                .entity(SellingJson.rule(selling.add(at, rule)).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a tax rule", needs = Permission.RUN_BILLING, answers = SellingShapes.TaxRule.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        JsonObject rule = SellingJson.rule(selling.rule(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
        return Response.ok(rule).header("ETag", IfMatch.tag(rule)).build();
    }

    @DELETE
    @Path("/{id}")
    @Described(value = "Removes a tax rule", needs = Permission.RUN_BILLING, more = "What was issued keeps its tax.")
    public void remove(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        boolean removed = selling.remove(
                at,
                Ids.of(id),
                rule -> IfMatch.required(
                        ifMatch, IfMatch.tag(SellingJson.rule(rule).build())));
        if (!removed) {
            throw ApiProblem.notFound();
        }
    }
}
