package io.tallygate.billing.subscription;

import io.tallygate.metering.meter.Environment;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/// What it takes to subscribe.
/// @param environment  whose calls it covers
/// @param timeZone  the consumer's billing time zone; decides the months' boundaries for as long as the
/// subscription runs
/// @param startsAt  included; may lie in the past
/// @param rule      how its periods lie
public record NewSubscription(
        UUID consumerId,
        UUID applicationId,
        UUID productId,
        UUID planVersionId,
        Environment environment,
        ZoneId timeZone,
        Instant startsAt,
        BillingRule rule) {
    /// By the calendar, by the second.
    public NewSubscription(
            UUID consumerId,
            UUID applicationId,
            UUID productId,
            UUID planVersionId,
            Environment environment,
            ZoneId timeZone,
            Instant startsAt) {
        this(consumerId, applicationId, productId, planVersionId, environment, timeZone, startsAt, BillingRule.DEFAULT);
    }
}
