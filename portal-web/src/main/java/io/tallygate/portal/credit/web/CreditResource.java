package io.tallygate.portal.credit.web;

import io.tallygate.billing.ledger.Credit;
import io.tallygate.billing.ledger.CreditPurchase;
import io.tallygate.billing.ledger.Grant;
import io.tallygate.portal.account.Access;
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
import io.tallygate.portal.credit.Credits;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
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
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/credit-accounts` and `…/credit-grants`: consumers' prepaid credit.
@Section(value = "Credit", about = "Prepaid credit of consumers: grants, what became of them, and how more is ordered.")
@Path("/tenants/{tenant}")
@Produces("application/json")
public class CreditResource {
    /// How far ahead a balance is told.
    private static final Duration AHEAD = Duration.ofDays(400);

    private final Credits credits;
    private final Consumers consumers;
    private final Caller caller;
    private final TenantTransactions transactions;
    private final Clock clock;

    @Inject
    public CreditResource(
            Credits credits, Consumers consumers, Caller caller, TenantTransactions transactions, Clock clock) {
        this.credits = credits;
        this.consumers = consumers;
        this.caller = caller;
        this.transactions = transactions;
        this.clock = clock;
    }

    @GET
    @Path("/credit-accounts")
    @Described(
            value = "Lists a consumer's credit accounts",
            needs = Permission.SEE_INVOICES,
            more = "One a currency, as of now or of any moment.",
            asks = CreditShapes.AccountsQuestion.class,
            answers = CreditShapes.CreditAccount.class,
            list = true)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("consumer") @Nullable String consumer,
            @QueryParam("at") @Nullable String at) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        if (consumer == null) {
            throw ApiProblem.badRequest("consumer is missing.");
        }
        UUID of = Ids.of(consumer);
        boolean seen = access.visibleConsumers(Permission.SEE_INVOICES)
                .map(all -> all.contains(of))
                .orElse(true);
        JsonArrayBuilder items = Json.createArrayBuilder();
        if (seen) {
            credits.of(access.tenant(), of, moment(at)).forEach(each -> items.add(CreditJson.account(each)));
        }
        return Json.createObjectBuilder()
                .add("items", items)
                .addNull("nextCursor") // one a currency: all of them are here
                .build();
    }

    @GET
    @Path("/credit-accounts/{id}")
    @Described(
            value = "Reads a credit account",
            needs = Permission.SEE_INVOICES,
            asks = CreditShapes.AccountQuestion.class,
            answers = CreditShapes.CreditAccount.class)
    public JsonObject read(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @QueryParam("at") @Nullable String at) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        return CreditJson.account(credits.find(
                                access.tenant(),
                                Ids.of(id),
                                access.visibleConsumers(Permission.SEE_INVOICES),
                                moment(at))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    @GET
    @Path("/credit-accounts/{id}/rules")
    @Described(
            value = "Reads how a consumer's credit is used and ordered",
            needs = Permission.SEE_INVOICES,
            answers = CreditShapes.AccountRules.class)
    public Response rules(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        Optional<List<UUID>> visible = access.visibleConsumers(Permission.SEE_INVOICES);
        return answer(credits.find(access.tenant(), Ids.of(id), visible, null).orElseThrow(ApiProblem::notFound));
    }

    @PUT
    @Path("/credit-accounts/{id}/rules")
    @Consumes("application/json")
    @Described(
            value = "Says how a consumer's credit is used and ordered",
            needs = Permission.RUN_BILLING,
            takes = CreditShapes.AccountRulesChange.class,
            answers = CreditShapes.AccountRules.class)
    public Response keepRules(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        Members members = Bodies.object(body, Bodies.SMALL);
        CreditWishes.Rules rules = CreditWishes.rules(members);
        UUID account = Ids.of(id);
        return transactions.inTenant(access.tenant(), () -> {
            IfMatch.held(
                    credits.find(access.tenant(), account, Optional.empty(), null),
                    ifMatch,
                    standing -> IfMatch.tag(CreditJson.rules(standing.account()).build()));
            return answer(credits.set(access.tenant(), account, rules.mode(), rules.topUp())
                    .orElseThrow(ApiProblem::notFound));
        });
    }

    private static Response answer(Credits.Standing standing) {
        JsonObject json = CreditJson.rules(standing.account()).build();
        return Response.ok(json).header("ETag", IfMatch.tag(json)).build();
    }

    @GET
    @Path("/credit-accounts/{id}/movements")
    @Described(
            value = "Lists the movements of a credit account",
            needs = Permission.SEE_INVOICES,
            more = "Newest first. The postings of each sum to zero.",
            answers = CreditShapes.CreditMovement.class)
    public JsonObject movements(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        PageOf page = PageOf.asked(limit, cursor);
        Optional<List<UUID>> visible = access.visibleConsumers(Permission.SEE_INVOICES);
        return page.answer(
                credits.movements(access.tenant(), Ids.of(id), visible, page.after(), page.rows())
                        .orElseThrow(ApiProblem::notFound),
                Credit.Booked::id,
                CreditJson::movement);
    }

    @GET
    @Path("/credit-accounts/{id}/purchases")
    @Described(
            value = "Lists credit that was ordered",
            needs = Permission.SEE_INVOICES,
            more = "Newest first.",
            answers = CreditShapes.CreditPurchase.class)
    public JsonObject purchases(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_INVOICES);
        PageOf page = PageOf.asked(limit, cursor);
        Optional<List<UUID>> visible = access.visibleConsumers(Permission.SEE_INVOICES);
        return page.answer(
                credits.orders(access.tenant(), Ids.of(id), visible, page.after(), page.rows())
                        .orElseThrow(ApiProblem::notFound),
                CreditPurchase::id,
                CreditJson::purchase);
    }

    @POST
    @Path("/credit-accounts/{id}/purchases")
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Orders credit",
            needs = Permission.RUN_BILLING,
            more = "It begins when all of it is paid; the payer quotes its reference.",
            takes = CreditShapes.NewPurchase.class,
            answers = CreditShapes.CreditPurchase.class)
    public Response order(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        Members members = Bodies.object(body, Bodies.SMALL);
        BigDecimal amount = CreditWishes.amount(members, "amount");
        members.refuseIfWrong();
        CreditPurchase ordered = credits.order(access.tenant(), Ids.of(id), Optional.empty(), amount)
                .orElseThrow(ApiProblem::notFound);
        return Response.status(Response.Status.CREATED)
                .entity(CreditJson.purchase(ordered).build())
                .build();
    }

    @POST
    @Path("/credit-grants")
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Grants credit to a consumer",
            needs = Permission.RUN_BILLING,
            more = "Credit burns by priority, then by expiry, then by age.",
            takes = CreditShapes.NewGrant.class,
            answers = CreditShapes.CreditGrant.class)
    public Response grant(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        Members members = Bodies.object(body, Bodies.SMALL);
        CreditWishes.Granting wish = CreditWishes.granting(members, clock.instant());
        UUID consumer = wish.consumer();
        if (consumers.find(access.tenant(), consumer).isEmpty()) {
            throw ApiProblem.notFound();
        }
        Grant grant = credits.grant(access.tenant(), consumer, wish.currency(), UUID.randomUUID(), wish.grant());
        BigDecimal left = grant.isActiveAt(clock.instant()) ? grant.amount() : BigDecimal.ZERO;
        return Response.status(Response.Status.CREATED)
                .entity(CreditJson.grant(new Credits.Left(grant, wish.grant().name(), left), wish.currency())
                        .build())
                .build();
    }

    @POST
    @Path("/credit-accounts/{id}/grants/{grant}/void")
    @Described(
            value = "Takes back what is left of a grant",
            needs = Permission.RUN_BILLING,
            answers = CreditShapes.CreditAccount.class)
    public JsonObject takeBack(
            @PathParam("tenant") String tenant, @PathParam("id") String id, @PathParam("grant") String grant) {
        Access access = caller.at(tenant, Permission.RUN_BILLING);
        return CreditJson.account(credits.voidGrant(access.tenant(), Ids.of(id), Ids.of(grant))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    private @Nullable Instant moment(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            if (moment.isBefore(clock.instant().plus(AHEAD))) {
                return moment;
            }
        } catch (DateTimeException wrong) {
            // refused below
        }
        throw ApiProblem.badRequest("at: a moment such as 2026-11-30T00:00:00Z, at most 400 days to come.");
    }
}
