package io.tallygate.billing.ledger;

import java.math.BigDecimal;

/// What a reset leaves of a grant: its balance, but at least `min` and at most `max`.
public record Rollover(BigDecimal min, BigDecimal max) {
    /// Nothing is carried over.
    public static final Rollover NONE = new Rollover(BigDecimal.ZERO, BigDecimal.ZERO);

    public Rollover {
        if (min.signum() < 0 || max.signum() < 0) {
            throw new IllegalArgumentException("rollover: " + min + " to " + max);
        }
    }

    BigDecimal of(BigDecimal balance) {
        return max.min(min.max(balance));
    }
}
