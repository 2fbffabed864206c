package io.tallygate.billing.catalog;

import java.math.BigDecimal;

/// What a rate card gives away. A hundred percent off is a price that is shown and not charged; price 0 and no
/// price are something else.
/// @param units    taken off what was used, after the free units; never below zero
/// @param percent  of the priced amount, 0 to 100
public record Discount(BigDecimal units, BigDecimal percent) {
    public static final Discount NONE = new Discount(BigDecimal.ZERO, BigDecimal.ZERO);

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    public Discount {
        units = Exact.notNegative(units, "a discount");
        percent = Exact.percent(percent, "a discount");
    }

    /// On top: of what this one leaves, so many percent less.
    public Discount and(BigDecimal further) {
        BigDecimal left =
                HUNDRED.subtract(percent).multiply(HUNDRED.subtract(further)).movePointLeft(2);
        return new Discount(units, HUNDRED.subtract(left));
    }
}
