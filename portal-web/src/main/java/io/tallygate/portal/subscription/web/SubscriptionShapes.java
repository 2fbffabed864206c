package io.tallygate.portal.subscription.web;

import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.api.openapi.About;
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
            @About("Null while it goes on.") @Nullable Instant endsAt) {}

    record NewSubscription(
            UUID application,
            UUID plan,

            @About("`live` when it is left out; what is used in `test` is never billed.") @Nullable
            Environment environment,

            @About("Now when it is left out; in the past only for the tenant's staff.") @Nullable
            Instant startsAt) {}

    record SubscriptionFilters(
            @About("Of this application only.") @Nullable UUID application,
            @About("On this product only.") @Nullable UUID product,
            @About("For this environment only.") @Nullable Environment environment,
            @About("Only such.") @Nullable SubscriptionStatus status) {}
}
