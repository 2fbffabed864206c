package io.tallygate.billing.dispute;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// The part of a call that fell into one step of a line's price. A call of several units may fall into several.
/// @param tier        of a price in tiers, from 1; null: the price has none
/// @param free        these units cost nothing, as the card gives them away
/// @param units       of the call in this step
/// @param unitAmount  exact
public record CallPart(@Nullable Integer tier, boolean free, BigDecimal units, BigDecimal unitAmount) {
    /// Exact; only the line is rounded.
    public BigDecimal amount() {
        return units.multiply(unitAmount);
    }
}
