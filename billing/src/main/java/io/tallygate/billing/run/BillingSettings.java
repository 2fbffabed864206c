package io.tallygate.billing.run;

import java.time.Duration;

/// @param lateUsageGrace  how long after its end a month still waits for calls that gateways have not
/// shipped yet
public record BillingSettings(Duration lateUsageGrace) {
    /// Longer than any outage of the usage store that is not an incident.
    public static final BillingSettings DEFAULT = new BillingSettings(Duration.ofHours(1));

    public BillingSettings {
        if (lateUsageGrace.isNegative()) {
            throw new IllegalArgumentException("a grace cannot be negative: " + lateUsageGrace);
        }
    }
}
