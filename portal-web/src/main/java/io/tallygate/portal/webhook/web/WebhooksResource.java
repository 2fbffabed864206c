package io.tallygate.portal.webhook.web;

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
import io.tallygate.portal.api.openapi.Refuses;
import io.tallygate.portal.api.openapi.Section;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.webhook.NewWebhook;
import io.tallygate.portal.webhook.Webhook;
import io.tallygate.portal.webhook.WebhookCondition;
import io.tallygate.portal.webhook.WebhookDisabled;
import io.tallygate.portal.webhook.Webhooks;
import jakarta.inject.Inject;
import jakarta.json.Json;
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
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v1/tenants/{t}/webhooks`: who is told of a tenant's changes.
@Section(value = "Webhooks", about = "A tenant's own systems are told of what changes, as Standard Webhooks has it.")
@Path("/tenants/{tenant}/webhooks")
@Produces("application/json")
public class WebhooksResource {
    private final Webhooks webhooks;
    private final Caller caller;
    private final TenantTransactions transactions;

    @Inject
    public WebhooksResource(Webhooks webhooks, Caller caller, TenantTransactions transactions) {
        this.webhooks = webhooks;
        this.caller = caller;
        this.transactions = transactions;
    }

    @GET
    @Described(
            value = "Lists webhooks",
            needs = Permission.SEE_WEBHOOKS,
            more = "Oldest first.",
            answers = WebhookShapes.Webhook.class)
    public JsonObject list(
            @PathParam("tenant") String tenant,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        TenantId at = caller.at(tenant, Permission.SEE_WEBHOOKS).tenant();
        PageOf page = PageOf.asked(limit, cursor);
        return page.answer(
                webhooks.list(at, page.after(), page.rows()),
                Webhook::id,
                webhook -> WebhookJson.of(webhook, webhooks.condition(at, webhook.id())));
    }

    /// The secret is in this answer and never again.
    @POST
    @Idempotent
    @Consumes("application/json")
    @Described(
            value = "Makes a webhook",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "The secret that signs its messages is in this answer and never again. Messages carry the headers"
                    + " `webhook-id`, `webhook-timestamp` and `webhook-signature`, as standardwebhooks.com says.",
            takes = WebhookShapes.NewWebhook.class,
            answers = WebhookShapes.WebhookWithSecret.class,
            once = true)
    @Refuses(status = 409, type = "limit-reached", when = "The tenant has as many as its limit allows.")
    public Response create(@PathParam("tenant") String tenant, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        NewWebhook wanted = wanted(members);
        members.refuseIfWrong();
        return withSecret(Response.Status.CREATED, webhooks.create(at, wanted), WebhookCondition.NEW);
    }

    @GET
    @Path("/{id}")
    @Described(value = "Reads a webhook", needs = Permission.SEE_WEBHOOKS, answers = WebhookShapes.Webhook.class)
    public Response read(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.SEE_WEBHOOKS).tenant();
        return answer(at, webhooks.find(at, Ids.of(id)).orElseThrow(ApiProblem::notFound));
    }

    @PATCH
    @Path("/{id}")
    @Consumes("application/json")
    @Described(
            value = "Changes a webhook",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "What is left out stays.",
            takes = WebhookShapes.WebhookChange.class,
            answers = WebhookShapes.Webhook.class)
    public Response change(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        UUID webhook = Ids.of(id);
        Members members = Bodies.object(body, Bodies.SMALL);
        NewWebhook wanted = wanted(members);
        members.refuseIfWrong();
        return transactions.inTenant(at, () -> answer(at, webhooks.change(at, held(webhook, ifMatch), wanted)));
    }

    @DELETE
    @Path("/{id}")
    @Described(
            value = "Deletes a webhook",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "With the log of its deliveries; what waits is not sent any more.")
    public void delete(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        UUID webhook = Ids.of(id);
        transactions.inTenant(at, () -> webhooks.delete(held(webhook, ifMatch)));
    }

    @POST
    @Path("/{id}/rotate-secret")
    @Consumes("application/json")
    @Described(
            value = "Gives a webhook another secret",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "It is in this answer and never again. Both sign until the old one ends, each with a signature of"
                    + " its own.",
            takes = WebhookShapes.SecretRotation.class,
            answers = WebhookShapes.WebhookWithSecret.class,
            once = true)
    public Response rotate(
            @PathParam("tenant") String tenant,
            @PathParam("id") String id,
            @HeaderParam(IfMatch.HEADER) @Nullable String ifMatch,
            InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        UUID webhook = Ids.of(id);
        Members members = Bodies.object(body, Bodies.SMALL);
        Instant until = members.optionalInstant("previousUntil");
        members.refuseIfWrong();
        return transactions.inTenant(at, () -> {
            Webhooks.WithSecret rotated = webhooks.rotate(at, held(webhook, ifMatch), until);
            return withSecret(Response.Status.OK, rotated, webhooks.condition(at, webhook));
        });
    }

    @POST
    @Path("/{id}/test")
    @Described(
            value = "Sends a ping to a webhook",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "An event of the type `webhook.ping`. The answer is its delivery, whose log tells how it went.",
            answers = WebhookShapes.WebhookDelivery.class)
    @Refuses(status = 409, type = "webhook-disabled", when = "The webhook is disabled.")
    public JsonObject test(@PathParam("tenant") String tenant, @PathParam("id") String id) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        try {
            return WebhookJson.of(webhooks.ping(at, Ids.of(id)).orElseThrow(ApiProblem::notFound))
                    .build();
        } catch (WebhookDisabled off) {
            throw disabled(off);
        }
    }

    @POST
    @Path("/{id}/replay")
    @Consumes("application/json")
    @Described(
            value = "Sends failed events again",
            needs = Permission.MANAGE_WEBHOOKS,
            more = "All that failed since a time, the oldest first and as many as there is room for, under their old"
                    + " ids, so that a receiver knows one it has seen.",
            takes = WebhookShapes.ReplayWish.class,
            answers = WebhookShapes.Replayed.class)
    @Refuses(status = 409, type = "webhook-disabled", when = "The webhook is disabled.")
    public JsonObject replay(@PathParam("tenant") String tenant, @PathParam("id") String id, InputStream body) {
        TenantId at = caller.at(tenant, Permission.MANAGE_WEBHOOKS).tenant();
        Members members = Bodies.object(body, Bodies.SMALL);
        members.text("since");
        Instant since = members.optionalInstant("since");
        members.refuseIfWrong();
        try {
            int replayed = webhooks.replayFailed(at, Ids.of(id), since == null ? Instant.EPOCH : since)
                    .orElseThrow(ApiProblem::notFound);
            return Json.createObjectBuilder().add("deliveries", replayed).build();
        } catch (WebhookDisabled off) {
            throw disabled(off);
        }
    }

    static ApiProblem disabled(WebhookDisabled off) {
        return ApiProblem.conflict("webhook-disabled", "Webhook disabled", String.valueOf(off.getMessage()));
    }

    private static NewWebhook wanted(Members members) {
        return new NewWebhook(
                members.optionalText("url"),
                members.optionalText("description"),
                members.has("eventTypes") ? members.optionalTexts("eventTypes") : null,
                members.optionalFlag("enabled"));
    }

    private Webhook held(UUID id, @Nullable String ifMatch) {
        return IfMatch.held(webhooks.hold(id), ifMatch, WebhookJson::tag);
    }

    private Response answer(TenantId at, Webhook webhook) {
        return Response.ok(WebhookJson.of(webhook, webhooks.condition(at, webhook.id()))
                        .build())
                .header("ETag", WebhookJson.tag(webhook))
                .build();
    }

    private static Response withSecret(Response.Status status, Webhooks.WithSecret made, WebhookCondition condition) {
        return Response.status(status)
                .header("Cache-Control", "no-store")
                .entity(WebhookJson.of(made.webhook(), condition)
                        .add("secret", made.secret())
                        .build())
                .build();
    }
}
