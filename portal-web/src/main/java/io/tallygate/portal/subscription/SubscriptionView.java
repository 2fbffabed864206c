package io.tallygate.portal.subscription;

import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.metering.meter.Environment;
import io.tallygate.portal.plan.PlanView;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A subscription with the plan version that it is pinned to.
/// @param timeZone  in which its months begin and end
/// @param endsAt    not included; null while nobody has ended it; may lie ahead
/// @param paused    no calls go through for now
/// @param nextChangeAt  when it becomes something else, by what is known; null: never
/// @param rule      how its periods lie
public record SubscriptionView(
        UUID id,
        UUID application,
        UUID consumer,
        UUID product,
        PlanView plan,
        Environment environment,
        SubscriptionStatus status,
        ZoneId timeZone,
        Instant startsAt,
        @Nullable Instant endsAt,
        boolean paused,
        @Nullable Instant nextChangeAt,
        BillingRule rule) {
    static SubscriptionView of(Subscription subscription, PlanView plan) {
        return new SubscriptionView(
                subscription.id().value(),
                subscription.applicationId(),
                subscription.consumerId(),
                subscription.productId(),
                plan,
                subscription.environment(),
                subscription.status(),
                subscription.timeZone(),
                subscription.startsAt(),
                subscription.endsAt(),
                subscription.paused(),
                subscription.nextChangeAt(),
                subscription.rule());
    }

    public boolean active() {
        return status == SubscriptionStatus.ACTIVE;
    }
}
