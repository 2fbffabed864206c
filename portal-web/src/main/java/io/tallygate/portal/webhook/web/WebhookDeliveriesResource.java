package io.tallygate.portal.webhook.web;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.api.ApiProblem;
import io.tallygate.portal.api.Caller;
import io.tallygate.portal.api.Ids;
import io.tallygate.portal.api.PageOf;
import io.tallygate.portal.api.openapi.Described;
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.webhook.Delivery;
import io.tallygate.portal.webhook.TooManyWaiting;
import io.tallygate.portal.webhook.WebhookDisabled;
import io.tallygate.portal.webhook.Webhooks;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/webhooks/{w}/deliveries`: what a webhook was told, and how that went.
@Section(value = "Webhooks", about = "A tenant's own systems are told of what changes, as Standard Webhooks has it.")
@Path("/tenants/{tenant}/webhooks/{webhook}/deliveries")
@Produces("application/json")
public class WebhookDeliveriesResource {
    private static final Set<String> STATES = Set.of("waiting", "delivered", "failed");

    private final Webhooks webhooks;
    private final Caller caller;

    @Inject
    public WebhookDeliveriesResource(Webhooks webhooks, Caller caller) {
        this.webhooks = webhooks;
        this.caller = caller;
    }

    @GET
    @Described(
            value = "Lists deliveries to a webhook",
            needs = Permission.SEE_WEBHOOKS,
            more = "Newest first; the last 30 days.",
            asks = WebhookShapes.DeliveryQuestion.class,
            answers = WebhookShapes.WebhookDelivery.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @PathParam("webhook") String webhook,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_WEBHOOKS).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        if (state != null && !STATES.contains(state)) {
            throw ApiProblem.badRequest("state is waiting, delivered or failed.");
        }
        UUID of = webhooks.find(at, Ids.of(webhook))
                .orElseThrow(ApiProblem::notFound)
                .id();
        return page.answer(
                webhooks.deliveries(at, of, state, page.after(), page.rows()), Delivery::id, WebhookJson::of);
    }

    @GET
    @Path("/{id}")
    @Described(
            value = "Reads a delivery",
            needs = Permission.SEE_WEBHOOKS,
            more = "With the bytes that are sent and all attempts.",
            answers = WebhookShapes.WebhookDeliveryStory.class)
    public JsonObject read(
            @PathParam("tenant") String tenant, @PathParam("webhook") String webhook, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_WEBHOOKS).tenant();
        return WebhookJson.of(webhooks.delivery(at, Ids.of(webhook), Ids.of(id)).orElseThrow(ApiProblem::notFound))
                .build();
    }

    @POST
    @Path("/{id}/replay")
    @Described(
            value = "Sends an event again",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "Under its old id, so that a receiver knows one it has seen. One that waits is tried at once.",
            answers = WebhookShapes.WebhookDelivery.class)
    @Refuses(status = 409, type = "webhook-disabled", when = "The webhook is disabled.")
    @Refuses(status = 409, type = "too-many-waiting", when = "As many messages wait for the webhook as may.")
    public JsonObject replay(
            @PathParam("tenant") String tenant, @PathParam("webhook") String webhook, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        try {
            return WebhookJson.of(
                            webhooks.replay(at, Ids.of(webhook), Ids.of(id)).orElseThrow(ApiProblem::notFound))
                    .build();
        } catch (WebhookDisabled off) {
            throw WebhooksResource.disabled(off);
        } catch (TooManyWaiting full) {
            throw ApiProblem.conflict("too-many-waiting", "Too many waiting", String.valueOf(full.getMessage()));
        }
    }
}
