package io.tallygate.portal.subscription.web;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.period.Proration;
import io.tallygate.billing.subscription.AlreadySubscribed;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.BillingRule.Alignment;
import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Idempotent;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.Members;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.subscription.Applicants;
import io.tallygate.portal.subscription.Subscribing;
import io.tallygate.portal.subscription.Subscribing.Applicant;
import io.tallygate.portal.subscription.SubscriptionView;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/subscriptions`: applications on plans. A consumer's member sees and makes its own only.
@Section(value = "Subscriptions", about = "Applications on plans.")
@Path("/tenants/{tenant}/subscriptions")
@Produces("application/json")
public class SubscriptionsResource {
    private final Subscribing subscribing;
    private final Applicants applicants;
    private final Caller caller;

    @Inject
    public SubscriptionsResource(Subscribing subscribing, Applicants applicants, Caller caller) {
        this.subscribing = subscribing;
        this.applicants = applicants;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists subscriptions",
            needs = Permission.SEE_SUBSCRIPTIONS,
            more = "Staff see all of the tenant's, everybody else those of their consumers; oldest first.",
            asks = SubscriptionShapes.SubscriptionFilters.class,
            answers = SubscriptionShapes.Subscription.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("application") @Nullable String application,
            @QueryParam("product") @Nullable String product,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Access access = caller.somewhere(tenant, Permission.SEE_SUBSCRIPTIONS);
        PageOf page = PageOf.asked(limit, cursor);
        SubscriptionFilter filter = new SubscriptionFilter(
                access.visibleConsumers(Permission.SEE_SUBSCRIPTIONS).orElse(null),
                application == null ? null : Ids.of(application),
                product == null ? null : Ids.of(product),
                environment == null ? null : environment(environment),
                status == null ? null : status(status));
        return page.answer(
                subscribing.list(access.tenant(), filter, page.after(), page.rows()),
                SubscriptionView::id,
                SubscriptionJson::of);
    }

    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Puts an application on a plan",
            needs = Permission.SUBSCRIBE,
            takes = SubscriptionShapes.NewSubscription.class,
            answers = SubscriptionShapes.Subscription.class)
    @Refuses(
            status = 403,
            type = "forbidden",
            when = "Only the tenant's staff may choose when a subscription starts and how it is billed.")
    @Refuses(
            status = 409,
            type = "already-subscribed",
            when = "The application has this product in this environment already.")
    public Response subscribe(@PathParam("tenant") String tenant, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.SUBSCRIBE);
        Members members = Bodies.object(body, Bodies.SMALL);
        UUID application = required(members, "application");
        UUID plan = required(members, "plan");
        Environment environment = environment(members);
        Instant startsAt = members.optionalInstant("startsAt");
        BillingRule rule = rule(members);
        members.refuseIfWrong();
        if (application == null || plan == null) {
            throw new IllegalStateException("missing members were not refused");
        }
        Applicant applicant = applicants
                .find(access.tenant(), application, access.visibleConsumers(Permission.SUBSCRIBE))
                .orElseThrow(() -> new WrongInput("/application", because("There is no such application.")));
        if ((startsAt != null || !rule.equals(BillingRule.DEFAULT)) && !access.may(Permission.BACK_DATE)) {
            throw ApiProblem.forbidden(
                    "Only the tenant's staff may choose when a subscription starts and how it is billed.");
        }
        try {
            SubscriptionView made =
                    subscribing.subscribe(access.tenant(), applicant, plan, environment, startsAt, rule);
            return Response.status(Response.Status.CREATED)
                    .entity(SubscriptionJson.of(made).build())
                    .build();
        } catch (AlreadySubscribed refused) {
            throw ApiProblem.conflict("already-subscribed", "Already subscribed", String.valueOf(refused.getMessage()));
        }
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a subscription",
            needs = Permission.SEE_SUBSCRIPTIONS,
            answers = SubscriptionShapes.Subscription.class)
    public JsonObject read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SEE_SUBSCRIPTIONS);
        return SubscriptionJson.of(subscribing
                        .find(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SEE_SUBSCRIPTIONS))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    /// Ends it now. Cancelling twice changes nothing.
    @POST
    @Path("/{id}/cancel")
    @Described(
            value = "Ends a subscription now",
            needs = Permission.SUBSCRIBE,
            more = "A subscription is never deleted, and has no DELETE: what was used until now is billed, and its"
                    + " invoices go on naming it. Cancelling twice changes nothing.",
            answers = SubscriptionShapes.Subscription.class)
    public JsonObject cancel(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        Access access = caller.somewhere(tenant, Permission.SUBSCRIBE);
        return SubscriptionJson.of(subscribing
                        .cancel(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SUBSCRIBE))
                        .orElseThrow(ApiProblem::notFound))
                .build();
    }

    private static @Nullable UUID required(Members members, String member) {
        if (!members.has(member)) {
            members.refuse(member, because("Is required."));
        }
        return members.optionalId(member);
    }

    private static BillingRule rule(Members members) {
        String alignment = members.optionalText("alignment");
        String proration = members.optionalText("proration");
        return new BillingRule(
                alignment == null
                        ? BillingRule.DEFAULT.alignment()
                        : named(members, "alignment", alignment, Alignment.values(), Alignment::wireName),
                proration == null
                        ? BillingRule.DEFAULT.proration()
                        : named(members, "proration", proration, Proration.values(), Proration::wireName));
    }

    private static <T> T named(Members members, String member, String text, T[] choices, Function<T, String> name) {
        for (T choice : choices) {
            if (name.apply(choice).equals(text)) {
                return choice;
            }
        }
        members.refuse(
                member, because("One of {0}.", Arrays.stream(choices).map(name).collect(Collectors.joining(", "))));
        return choices[0];
    }

    private static Environment environment(Members members) {
        String wanted = members.optionalText("environment");
        return wanted == null
                ? Environment.LIVE
                : Environment.of(wanted).orElseGet(() -> {
                    members.refuse("environment", because("live or test."));
                    return Environment.LIVE;
                });
    }

    private static Environment environment(String text) {
        return Environment.of(text).orElseThrow(() -> ApiProblem.badRequest("environment is live or test."));
    }

    private static SubscriptionStatus status(String text) {
        return switch (text) {
            case "active" -> SubscriptionStatus.ACTIVE;
            case "cancelled" -> SubscriptionStatus.CANCELLED;
            default -> throw ApiProblem.badRequest("status is active or cancelled.");
        };
    }
}
