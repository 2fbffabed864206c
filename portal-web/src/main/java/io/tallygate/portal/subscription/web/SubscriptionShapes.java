package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.api.openapi.About;
import io.tallygate.portal.api.openapi.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Subscriptions as the control API has them: [SubscriptionJson] writes them.
final class SubscriptionShapes {
    private SubscriptionShapes() {}

    @About("An application on a plan.")
    record Subscription(
            UUID id,
            UUID application,
            UUID consumer,
            UUID product,
            UUID plan,
            @About("The version that it is pinned to.") UUID planVersion,
            Environment environment,
            SubscriptionStatus status,
            @About("Where its months begin and end.") ZoneId timeZone,
            Instant startsAt,

            @About("Null while it goes on; may lie ahead.") @Nullable
            Instant endsAt,

            @About("Whether its calls are refused for now.") boolean paused,

            @Text(oneOf = {"calendar", "anniversary"}) @About("Where its periods begin.")
            String alignment,

            @Text(oneOf = {"by-second", "by-day", "by-thirtieths", "none"})
            @About("What a part of a period costs of a recurring fee.")
            String proration,

            @About("When a change that was meant for later takes effect; null: none is known.") @Nullable
            Instant nextChangeAt) {}

    record NewSubscription(
            UUID application,
            UUID plan,

            @About("`live` when it is left out; what is used in `test` is never billed.") @Nullable
            Environment environment,

            @About("Now when it is left out; in the past only for the tenant's staff.") @Nullable
            Instant startsAt,

            @Text(oneOf = {"calendar", "anniversary"})
            @About("Where its periods begin: with the calendar's months, which is the usual, or on the day of its"
                    + " start. For the tenant's staff.")
            @Nullable
            String alignment,

            @Text(oneOf = {"by-second", "by-day", "by-thirtieths", "none"})
            @About("What a part of a period costs of a recurring fee: by the second as a rule. For the tenant's staff.")
            @Nullable
            String proration) {}

    record SubscriptionFilters(
            @About("Of this application only.") @Nullable UUID application,
            @About("On this product only.") @Nullable UUID product,
            @About("For this environment only.") @Nullable Environment environment,
            @About("Only such.") @Nullable SubscriptionStatus status) {}
}
