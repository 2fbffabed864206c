package io.tallygate.billing.subscription;

import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A stretch of a subscription's life on one plan version.
/// @param paused  no calls go through and no fee runs; calls that a gateway let through before it had heard of the
///                pause are counted and billed as ever
/// @param from    included
/// @param to      not included; null: it goes on
public record SubscriptionPhase(
        UUID planVersion,
        boolean paused,
        Instant from,
        @Nullable Instant to) {
    public SubscriptionPhase {
        if (to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("a phase must end after it begins: " + from + " to " + to);
        }
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && (to == null || moment.isBefore(to));
    }

    /// Its part of a period; empty when it has none.
    public Optional<Period> within(Period period) {
        return BillingPeriods.within(period, from, to);
    }

    SubscriptionPhase from(Instant start) {
        return new SubscriptionPhase(planVersion, paused, start, to);
    }

    SubscriptionPhase until(@Nullable Instant end) {
        return new SubscriptionPhase(planVersion, paused, from, end);
    }

    boolean goesOnAs(SubscriptionPhase next) {
        return planVersion.equals(next.planVersion) && paused == next.paused;
    }
}
