package io.tallygate.portal.invoice.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.coupon.Redemption;
import io.tallygate.billing.coupon.RedemptionRefused;
import io.tallygate.billing.tax.ConsumerTax;
import io.tallygate.billing.tax.VatId;
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
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.invoice.CouponDesk;
import io.tallygate.portal.invoice.Selling;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/consumers/{c}/tax` and `…/coupons`: how a consumer is billed.
@Section(value = "Taxes", about = "Rates by country and product code, and what tax asks of consumers.")
@Path("/tenants/{tenant}/consumers")
@Produces("application/json")
public class ConsumerBillingResource {
    private final Selling selling;
    private final CouponDesk coupons;
    private final Consumers consumers;
    private final Caller caller;

    @Inject
    public ConsumerBillingResource(Selling selling, CouponDesk coupons, Consumers consumers, Caller caller) {
        this.selling = selling;
        this.coupons = coupons;
        this.consumers = consumers;
        this.caller = caller;
    }

    @GET
    @Path("/{id}/tax")
    @Described(
            value = "Reads what tax asks of a consumer",
            needs = Permission.RUN_BILLING,
            answers = SellingShapes.ConsumerTax.class)
    public Response tax(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        return answer(selling.of(at, consumer(at, id)));
    }

    @PUT
    @Path("/{id}/tax")
    @Consumes("application/json")
    @Described(
            value = "Says what tax asks of a consumer",
            needs = Permission.RUN_BILLING,
            more = "All of it; what is left out is unset. Documents are made by it from the next one on.",
            takes = SellingShapes.ConsumerTaxChange.class,
            answers = SellingShapes.ConsumerTax.class)
    public Response set(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        UUID consumer = consumer(at, id);
        Members members = Bodies.object(body, Bodies.SMALL);
        InputCheck check = new InputCheck();
        String vatId = members.optionalText("vatId");
        String exemption = members.optionalText("exemption");
        UUID entity = members.optionalId("legalEntity");
        members.refuseIfWrong();
        Optional<String> normal = vatId == null ? Optional.empty() : VatId.normal(vatId);
        if (vatId != null && normal.isEmpty()) {
            check.refuse("/vatId", because("Must have the form of its country’s VAT ids."));
        }
        String reason = SellingRequests.optional(check, "/exemption", exemption, 200);
        check.done();
        return answer(selling.set(
                at,
                consumer,
                new ConsumerTax(normal.orElse(null), reason, entity),
                before -> IfMatch.required(
                        ifMatch, IfMatch.tag(SellingJson.tax(before).build()))));
    }

    private static Response answer(ConsumerTax tax) {
        JsonObject json = SellingJson.tax(tax).build();
        return Response.ok(json).header("ETag", IfMatch.tag(json)).build();
    }

    @GET
    @Path("/{id}/coupons")
    @Described(
            value = "Lists a consumer's coupons",
            needs = Permission.RUN_BILLING,
            more = "Oldest first, which is the order in which they are used.",
            answers = SellingShapes.Redemption.class)
    public JsonObject coupons(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                coupons.of(at, consumer(at, id), page.after(), page.rows()), Redemption::id, SellingJson::redemption);
    }

    @POST
    @Path("/{id}/coupons")
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Redeems a coupon for a consumer",
            needs = Permission.RUN_BILLING,
            more = "Once for each consumer, and by no more of them than its limit, however many try at once.",
            takes = SellingShapes.RedeemedCode.class,
            answers = SellingShapes.Redemption.class)
    public Response redeem(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        TenantId at = caller.at(tenant, Permission.RUN_BILLING).tenant();
        UUID consumer = consumer(at, id);
        Members members = Bodies.object(body, Bodies.SMALL);
        String code = members.text("code");
        members.refuseIfWrong();
        try {
            return Response.status(Response.Status.CREATED)
                    .entity(SellingJson.redemption(coupons.redeem(at, consumer, code))
                            .build())
                    .build();
        } catch (RedemptionRefused refused) {
            throw new WrongInput(
                    "/code",
                    switch (refused.why()) {
                        case UNKNOWN -> because("There is no such coupon.");
                        case NOT_VALID_NOW -> because("This coupon cannot be redeemed now.");
                        case ALL_REDEEMED -> because("All of these coupons are redeemed.");
                        case REDEEMED_BEFORE -> because("This coupon was redeemed before.");
                    });
        }
    }

    private UUID consumer(TenantId tenant, String id) {
        UUID consumer = Ids.of(id);
        if (consumers.find(tenant, consumer).isEmpty()) {
            throw ApiProblem.notFound();
        }
        return consumer;
    }
}
