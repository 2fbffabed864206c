package io.tallygate.billing.run;

import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.SubscriptionId;
import org.jspecify.annotations.Nullable;

/// What a run found of one subscription, and what it comes to.
/// @param total  of the rounded lines, before tax; null when there is nothing at all
record RunDraft(
        SubscriptionId subscription, Bill bill, @Nullable Money total) {
    RunDraft {
        if (bill.isNothing() != (total == null)) {
            throw new IllegalArgumentException("a draft of something has a total, and one of nothing has none");
        }
    }
}
