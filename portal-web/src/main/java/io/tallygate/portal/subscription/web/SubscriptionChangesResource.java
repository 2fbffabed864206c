package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.ChangeRefused;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Bodies;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.subscription.Changing;
import io.tallygate.portal.subscription.Changing.Wish;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;

/// `/api/v1/tenants/{t}/subscriptions/{id}/…`: what can happen to a subscription while it runs.
@Section(value = "Subscriptions", about = "Applications on plans.")
@Path("/tenants/{tenant}/subscriptions")
@Produces("application/json")
@Consumes("application/json")
public class SubscriptionChangesResource {
    private static final String REFUSED = "subscription-change-refused";
    private static final String WHEN =
            "It has ended by then, its time then is billed already, the plan is of another product or currency, or it"
                    + " is so already.";

    private final Changing changing;
    private final Caller caller;

    @Inject
    public SubscriptionChangesResource(Changing changing, Caller caller) {
        this.changing = changing;
        this.caller = caller;
    }

    @POST
    @Path("/{id}/change-preview")
    @Described(
            value = "Previews a change of plan",
            needs = Permission.SUBSCRIBE,
            more = "To the cent what the change would bill and give back, and how what was used so far is billed.",
            takes = ChangeShapes.PlanChange.class,
            answers = ChangeShapes.Preview.class)
    @Refuses(status = 403, type = "forbidden", when = "Only the tenant's staff may choose the moment of a change.")
    @Refuses(status = 409, type = REFUSED, when = WHEN)
    public JsonObject preview(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        Access access = caller.somewhere(tenant, Permission.SUBSCRIBE);
        Wish wish = wish(access, body, WishReader::otherPlan);
        return answered(() -> changing.preview(
                        access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SUBSCRIBE), wish))
                .map(preview -> ChangeJson.of(preview.change()).build())
                .orElseThrow(ApiProblem::notFound);
    }

    @POST
    @Path("/{id}/change")
    @Described(
            value = "Moves a subscription to another plan",
            needs = Permission.SUBSCRIBE,
            more = "Now or at the end of its period. A change calls off those that were meant for later.",
            takes = ChangeShapes.PlanChange.class,
            answers = SubscriptionShapes.Subscription.class)
    @Refuses(status = 403, type = "forbidden", when = "Only the tenant's staff may choose the moment of a change.")
    @Refuses(status = 409, type = REFUSED, when = WHEN)
    public JsonObject change(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        return made(tenant, id, body, WishReader::otherPlan);
    }

    @POST
    @Path("/{id}/pause")
    @Described(
            value = "Pauses a subscription",
            needs = Permission.SUBSCRIBE,
            more = "Its calls are refused and its fees stop until it is resumed. What was let through is billed.",
            takes = ChangeShapes.Pausing.class,
            answers = SubscriptionShapes.Subscription.class)
    @Refuses(status = 403, type = "forbidden", when = "Only the tenant's staff may choose the moment of a change.")
    @Refuses(status = 409, type = REFUSED, when = WHEN)
    public JsonObject pause(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        return made(tenant, id, body, WishReader::pause);
    }

    @POST
    @Path("/{id}/resume")
    @Described(
            value = "Resumes a subscription",
            needs = Permission.SUBSCRIBE,
            takes = ChangeShapes.Moment.class,
            answers = SubscriptionShapes.Subscription.class)
    @Refuses(status = 403, type = "forbidden", when = "Only the tenant's staff may choose the moment of a change.")
    @Refuses(status = 409, type = REFUSED, when = WHEN)
    public JsonObject resume(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        return made(tenant, id, body, WishReader::resume);
    }

    @POST
    @Path("/{id}/end")
    @Described(
            value = "Ends a subscription, now or later",
            needs = Permission.SUBSCRIBE,
            more = "As cancelling it, which ends it now; a sooner end stays.",
            takes = ChangeShapes.Moment.class,
            answers = SubscriptionShapes.Subscription.class)
    @Refuses(status = 403, type = "forbidden", when = "Only the tenant's staff may choose the moment of a change.")
    @Refuses(status = 409, type = REFUSED, when = WHEN)
    public JsonObject end(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        return made(tenant, id, body, WishReader::end);
    }

    private JsonObject made(String tenant, String id, InputStream body, Function<WishReader, Wish> read) {
        Access access = caller.somewhere(tenant, Permission.SUBSCRIBE);
        Wish wish = wish(access, body, read);
        return answered(() ->
                        changing.make(access.tenant(), Ids.of(id), access.visibleConsumers(Permission.SUBSCRIBE), wish))
                .map(subscription -> SubscriptionJson.of(subscription).build())
                .orElseThrow(ApiProblem::notFound);
    }

    private static Wish wish(Access access, InputStream body, Function<WishReader, Wish> read) {
        return read.apply(new WishReader(Bodies.object(body, Bodies.SMALL), access));
    }

    private interface Asked<T> {
        Optional<T> answer();
    }

    private static <T> Optional<T> answered(Asked<T> asked) {
        try {
            return asked.answer();
        } catch (ChangeRefused refused) {
            throw ApiProblem.conflict(
                    REFUSED, "The subscription cannot be changed so", String.valueOf(refused.getMessage()));
        }
    }
}
