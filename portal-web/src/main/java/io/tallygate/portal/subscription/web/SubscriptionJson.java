package io.tallygate.portal.subscription.web;

import io.tallygate.portal.subscription.SubscriptionView;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Locale;

/// Subscriptions as the control API writes them.
final class SubscriptionJson {
    private SubscriptionJson() {}

    static JsonObjectBuilder of(SubscriptionView subscription) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", subscription.id().toString())
                .add("application", subscription.application().toString())
                .add("consumer", subscription.consumer().toString())
                .add("product", subscription.product().toString())
                .add("plan", subscription.plan().id().toString())
                .add("planVersion", subscription.plan().planVersion().toString())
                .add("environment", subscription.environment().wireName())
                .add("status", subscription.status().name().toLowerCase(Locale.ROOT))
                .add("timeZone", subscription.timeZone().getId())
                .add("startsAt", subscription.startsAt().toString());
        Instant end = subscription.endsAt();
        if (end == null) {
            json.addNull("endsAt");
        } else {
            json.add("endsAt", end.toString());
        }
        json.add("paused", subscription.paused())
                .add("alignment", subscription.rule().alignment().wireName())
                .add("proration", subscription.rule().proration().wireName());
        Instant next = subscription.nextChangeAt();
        return next == null ? json.addNull("nextChangeAt") : json.add("nextChangeAt", next.toString());
    }
}
