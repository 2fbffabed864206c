package io.tallygate.portal.invoice.web;

import io.tallygate.billing.coupon.CouponTerms;
import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.invoice.CouponDesk;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/coupons`: what is taken off invoices before tax.
@Section(value = "Coupons", about = "Codes that take an amount or a percentage off invoices, before tax.")
@Path("/tenants/{tenant}/coupons")
@Produces("application/json")
public class CouponsResource {
    private final CouponDesk coupons;
    private final Caller caller;
    private final Clock clock;

    @Inject
    public CouponsResource(CouponDesk coupons, Caller caller, Clock clock) {
        this.coupons = coupons;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Described(
            value = "Lists coupons",
            needs = Permission.SEE_PLANS,
            more = "Oldest first.",
            answers = SellingShapes.Coupon.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_PLANS).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(coupons.list(at, page.after(), page.rows()), StoredCoupon::id, SellingJson::coupon);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Offers a coupon",
            needs = Permission.MANAGE_PLANS,
            takes = SellingShapes.NewCoupon.class,
            answers = SellingShapes.Coupon.class)
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_PLANS).tenant();
        CouponTerms terms = CouponRequests.terms(Bodies.object(body, Bodies.SMALL), clock.instant());
        return Response.status(Response.Status.CREATED)
                .entity(SellingJson.coupon(coupons.create(at, terms)).build())
                .build();
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a coupon", needs = Permission.SEE_PLANS, answers = SellingShapes.Coupon.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_PLANS).tenant();
        return SellingJson.coupon(coupons.find(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/{id}/archive")
    @Described(
            value = "Archives a coupon",
            needs = Permission.MANAGE_PLANS,
            more = "Nobody can redeem it any more; for who has, it goes on. Archiving it twice changes nothing.",
            answers = SellingShapes.Coupon.class)
    public JsonObject archive(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.MANAGE_PLANS).tenant();
        return SellingJson.coupon(coupons.archive(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }
}
