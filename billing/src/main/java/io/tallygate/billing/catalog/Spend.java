package io.tallygate.billing.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a period costs at least and at most: of one rate card, or of all of a plan's together.
/// @param minimum  null: none. Billed with the period's last document only; a share of it where the period is
///                 cut short
/// @param maximum  null: none. Counts what earlier documents of the period billed; whole also where the period
///                 is cut
public record Spend(@Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {
    public static final Spend UNBOUNDED = new Spend(null, null);

    public Spend {
        minimum = minimum == null ? null : Exact.notNegative(minimum, "a minimum");
        maximum = maximum == null ? null : Exact.notNegative(maximum, "a maximum");
        if (minimum != null && maximum != null && minimum.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("a minimum above the maximum: " + minimum.toPlainString());
        }
    }
}
