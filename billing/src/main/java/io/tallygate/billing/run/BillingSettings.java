package io.tallygate.billing.run;

import java.time.Duration;

/// @param lateUsageGrace    how long after its end a month always waits for calls that gateways have not
/// shipped yet
/// @param silentGatewayWait how long after its end a month waits for a gateway that is known to hold calls
/// of it, or has gone silent; after that it is billed without them
public record BillingSettings(Duration lateUsageGrace, Duration silentGatewayWait) {
    /// An hour is longer than any outage of the usage store that is not an incident; three days leave time
    /// to bring a broken machine's journal back.
    public static final BillingSettings DEFAULT = new BillingSettings(Duration.ofHours(1), Duration.ofDays(3));

    public BillingSettings {
        if (lateUsageGrace.isNegative() || silentGatewayWait.compareTo(lateUsageGrace) < 0) {
            throw new IllegalArgumentException(
                    "0 <= grace <= wait must hold: %s, %s".formatted(lateUsageGrace, silentGatewayWait));
        }
    }
}
