package io.tallygate.portal.webhook.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.webhook.Attempt;
import io.tallygate.portal.webhook.Delivery;
import io.tallygate.portal.webhook.Webhook;
import io.tallygate.portal.webhook.WebhookCondition;
import io.tallygate.portal.webhook.Webhooks;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/// Webhooks and deliveries as the control API shows them, without secrets.
final class WebhookJson {
    private WebhookJson() {}

    static JsonObjectBuilder of(Webhook webhook, WebhookCondition condition) {
        JsonObjectBuilder json = lasting(webhook);
        add(json, "failingSince", condition.failingSince());
        return json.add("waiting", condition.waiting()).add("heldBack", condition.heldBack());
    }

    /// The same for as long as nobody changes it: how its receiver does is left out.
    static String tag(Webhook webhook) {
        return IfMatch.tag(lasting(webhook).build());
    }

    private static JsonObjectBuilder lasting(Webhook webhook) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", webhook.id().toString())
                .add("url", webhook.url())
                .add("description", webhook.description())
                .add("eventTypes", Json.createArrayBuilder(webhook.eventTypes()))
                .add("enabled", webhook.enabled());
        if (webhook.disabledBecause() == null) {
            json.addNull("disabledBecause");
        } else {
            json.add("disabledBecause", webhook.disabledBecause());
        }
        add(json, "previousSecretUntil", webhook.previousSecretUntil());
        return json.add("createdAt", webhook.createdAt().toString());
    }

    static JsonObjectBuilder of(Delivery delivery) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", delivery.id().toString())
                .add("event", delivery.event().toString())
                .add("type", delivery.type())
                .add(
                        "resource",
                        Json.createObjectBuilder()
                                .add("type", delivery.resource())
                                .add("id", delivery.resourceId().toString()))
                .add("sequence", delivery.sequence())
                .add("state", delivery.state())
                .add("attempts", delivery.attempts())
                .add("createdAt", delivery.createdAt().toString());
        add(json, "nextAttemptAt", delivery.nextAttemptAt());
        add(json, "lastAttemptAt", delivery.lastAttemptAt());
        add(json, "lastStatus", delivery.lastStatus());
        return json.add("heldBack", delivery.heldBack());
    }

    static JsonObjectBuilder of(Webhooks.Story story) {
        JsonArrayBuilder log = Json.createArrayBuilder();
        story.attempts().forEach(attempt -> log.add(of(attempt)));
        return of(story.delivery()).add("body", story.body()).add("log", log);
    }

    private static JsonObjectBuilder of(Attempt attempt) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("number", attempt.number())
                .add("startedAt", attempt.startedAt().toString())
                .add("millis", attempt.millis());
        add(json, "status", attempt.status());
        return json.add("answer", attempt.answer()).add("error", attempt.error());
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable Object value) {
        switch (value) {
            case null -> json.addNull(member);
            case Integer number -> json.add(member, number);
            default -> json.add(member, value.toString());
        }
    }
}
