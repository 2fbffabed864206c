package io.tallygate.billing.run;

import java.time.Duration;

/// @param collectionWait  how long after a month's end every gateway must have told what it had, before the month
///                        can be closed
public record BillingSettings(Duration collectionWait) {
    /// Longer than any outage of the usage store that is not an incident.
    public static final BillingSettings DEFAULT = new BillingSettings(Duration.ofHours(1));

    public BillingSettings {
        if (collectionWait.isNegative()) {
            throw new IllegalArgumentException("collection wait: " + collectionWait);
        }
    }
}
