package io.tallygate.billing.catalog;

import io.tallygate.billing.period.Cadence;
import java.math.BigDecimal;

/// What a consumer promises to spend on a plan over a term; what is missing is billed with the term's closing
/// invoice.
/// @param amount  above 0, before tax, all of the plan's lines together
/// @param term    how long; usually several billing periods
public record Commitment(BigDecimal amount, Cadence term) {
    public Commitment {
        amount = Exact.positive(amount, "a commitment");
    }
}
