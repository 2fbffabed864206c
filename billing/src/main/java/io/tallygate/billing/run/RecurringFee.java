package io.tallygate.billing.run;

import io.tallygate.billing.period.Cadence;
import java.math.BigDecimal;

/// A flat price of a plan version, as far as time asks.
/// @param card     the rate card's key
/// @param amount   for a whole period, exact, ≥ 0, all discounts taken off
/// @param cadence  of a fee that is due once without meaning
public record RecurringFee(String card, BigDecimal amount, Cadence cadence, Due due) {
    public enum Due {
        IN_ADVANCE,
        IN_ARREARS,
        ONCE
    }

    public RecurringFee {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a fee cannot be negative: " + amount.toPlainString());
        }
    }
}
