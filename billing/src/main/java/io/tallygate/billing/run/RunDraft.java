package io.tallygate.billing.run;

import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.SubscriptionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run found of one subscription, and what it comes to.
/// @param parts  usage; none when no period of it ended in the month
/// @param fees   what was left to bill of recurring fees when the month ended; below zero what is given back
/// @param total  of the rounded lines, before tax; null when there is nothing at all
record RunDraft(
        SubscriptionId subscription,
        List<UsedPart> parts,
        List<Fees.Line> fees,
        @Nullable Money total) {
    RunDraft {
        parts = List.copyOf(parts);
        fees = List.copyOf(fees);
        if ((parts.isEmpty() && fees.isEmpty()) != (total == null)) {
            throw new IllegalArgumentException("a draft of something has a total, and one of nothing has none");
        }
    }
}
