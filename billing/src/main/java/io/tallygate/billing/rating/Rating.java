package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.Price;
import java.math.BigDecimal;

/// Prices a quantity. The same quantity and price give the same amount, today and in ten years.
public final class Rating {
    private Rating() {}

    /// @param units  ≥ 0, in the meter's own unit
    /// @return       exact and unrounded; rounding happens once, on the invoice line
    public static BigDecimal amount(Price price, BigDecimal units) {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("a quantity cannot be negative: " + units.toPlainString());
        }
        return switch (price) {
            case Price.PerUnit(var unitAmount) -> units.multiply(unitAmount);
        };
    }
}
