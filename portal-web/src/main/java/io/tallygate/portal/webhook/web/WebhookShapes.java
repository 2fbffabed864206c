package io.tallygate.portal.webhook.web;

import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Items;
import io.tallygate.portal.api.openapi.Text;
import io.tallygate.portal.api.openapi.Whole;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Webhooks, their events and deliveries as the control API has them.
final class WebhookShapes {
    private static final String TYPE = "^[a-z-]+\\.[a-z]+$";
    private static final String SECRET = "^whsec_[0-9A-Za-z+/]{43}=$";

    private WebhookShapes() {}

    @About("An address that is told of changes.")
    record Webhook(
            UUID id,

            @Text(example = "https://hooks.example.com/tallygate")
            String url,

            @Text(most = 300, example = "Billing system") String description,

            @Text(pattern = TYPE, example = "api.published") @About("What it is told of; empty: everything.")
            List<String> eventTypes,

            boolean enabled,

            @Text(oneOf = {"gone", "failing"})
            @About("Why the portal disabled it: it answered 410, or it failed for five days. Null when the portal did"
                    + " not.")
            @Nullable
            String disabledBecause,

            @About("Until when the secret before the present one signs as well.") @Nullable
            Instant previousSecretUntil,

            Instant createdAt,

            @About("Since when no attempt has been a success; null when the last one was.") @Nullable
            Instant failingSince,

            @Whole(least = 0, most = 10_000) @About("Messages that wait; 10,000 is as many as may.")
            int waiting,

            @Whole(least = 0, most = 10_000)
            @About("Messages of the log that were not queued, since too many waited: they can be sent again.")
            int heldBack) {}

    @About("A webhook with the secret that signs its messages, which is shown this once.")
    record WebhookWithSecret(
            UUID id,

            @Text(example = "https://hooks.example.com/tallygate")
            String url,

            @Text(most = 300, example = "Billing system") String description,

            @Text(pattern = TYPE, example = "api.published") @About("What it is told of; empty: everything.")
            List<String> eventTypes,

            boolean enabled,
            @Text(oneOf = {"gone", "failing"}) @Nullable String disabledBecause,

            @About("Until when the secret before the present one signs as well.") @Nullable
            Instant previousSecretUntil,

            Instant createdAt,
            @Nullable Instant failingSince,
            @Whole(least = 0, most = 10_000) int waiting,
            @Whole(least = 0, most = 10_000) int heldBack,

            @Text(pattern = SECRET, example = "whsec_MDEyMzQ1Njc4OUFCQ0RFRkdISUpLTE1OT1BRUlNUVVY=")
            @About("As Standard Webhooks writes it: the key is what follows the `_`, in base64.")
            String secret) {}

    record NewWebhook(
            @Text(least = 1, most = 2000, format = "uri", example = "https://hooks.example.com/tallygate")
            @About("Where events are sent by POST. Private and other special addresses are refused.")
            String url,

            @Text(most = 300, example = "Billing system") @Nullable
            String description,

            @Items(most = 100)
            @Text(pattern = TYPE, example = "api.published")
            @About("What it is told of; everything, when it is left out or empty.")
            @Nullable
            List<String> eventTypes,

            @About("True when it is left out.") @Nullable Boolean enabled) {}

    record WebhookChange(
            @Text(least = 1, most = 2000, format = "uri", example = "https://hooks.example.com/tallygate") @Nullable
            String url,

            @Text(most = 300, example = "Billing system") @Nullable
            String description,

            @Items(most = 100) @Text(pattern = TYPE, example = "api.published") @About("Empty: everything.") @Nullable
            List<String> eventTypes,

            @About("False gives up what waits.") @Nullable Boolean enabled) {}

    record SecretRotation(
            @About("Until when the old secret signs as well: for 24 hours when it is left out, for 7 days at most. A"
                    + " time that has passed ends it at once.")
            @Nullable
            Instant previousUntil) {}

    @About("What receivers can be told of. Further types may come.")
    record WebhookEventType(
            @Text(pattern = TYPE, example = "api.published") String type,

            @Text(example = "api") @About("What it is about; `sequence` counts the events of each.")
            String resource,

            @Text(example = "An API is published in an environment.")
            String description,

            @Text(example = "environment") @About("The members of `data` besides `id`.")
            List<String> data) {}

    @About("One event on its way to a webhook.")
    record WebhookDelivery(
            UUID id,

            @About("The event's id, which is the message's `webhook-id`.")
            UUID event,

            @Text(pattern = TYPE, example = "api.published") String type,
            WebhookSubject resource,

            @Whole(least = 1, most = Long.MAX_VALUE)
            @About("Counts the events of the resource: a receiver that has seen a higher one passes over a lower one.")
            long sequence,

            @Text(oneOf = {"waiting", "delivered", "failed"}) @About("Failed: it is not tried again by itself.")
            String state,

            int attempts,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant lastAttemptAt,

            @About("Of the last answer; null when there was none.") @Nullable
            Integer lastStatus,

            @About("It failed without an attempt: 10,000 messages waited for the webhook, which is as many as may.")
            boolean heldBack) {}

    record WebhookSubject(@Text(example = "api") String type, UUID id) {}

    @About("One event on its way to a webhook, with what was sent and what came of it.")
    record WebhookDeliveryStory(
            UUID id,

            @About("The event's id, which is the message's `webhook-id`.")
            UUID event,

            @Text(pattern = TYPE, example = "api.published") String type,
            WebhookSubject resource,
            @Whole(least = 1, most = Long.MAX_VALUE) long sequence,

            @Text(oneOf = {"waiting", "delivered", "failed"})
            String state,

            int attempts,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant lastAttemptAt,
            @Nullable Integer lastStatus,
            boolean heldBack,
            @Text(example = "{}") @About("As it is sent.") String body,
            @About("Oldest first, the first hundred.") List<WebhookAttempt> log) {}

    record WebhookAttempt(
            int number,
            Instant startedAt,
            int millis,
            @Nullable Integer status,

            @Text(most = 1024, example = "ok") @About("The first bytes of the answer.")
            String answer,

            @Text(most = 300, example = "") @About("Why nothing was answered.")
            String error) {}

    record DeliveryQuestion(
            @Text(oneOf = {"waiting", "delivered", "failed"}) @About("All, when it is left out.") @Nullable
            String state) {}

    record ReplayWish(
            @About("What was written then or later.") Instant since) {}

    @About("How many failed deliveries wait again.")
    record Replayed(
            @Whole(least = 0, most = 10_000)
            @About("At most 10,000, and as many as there is room for: ask again once they are delivered.")
            int deliveries) {}
}
