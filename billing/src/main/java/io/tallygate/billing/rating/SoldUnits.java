package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.UnitConversion;
import java.math.BigDecimal;

/// The meter's units as they are sold: converted, rounded, and without those that are free. Free units are used
/// up in the order of the calls over the whole period, so a later part has only what earlier ones left. There
/// are no free units below zero: what corrections took back beyond zero stays what it is.
/// @param before    of earlier parts, after free units
/// @param quantity  of this part, after free units
/// @param full      of this part, before proration, after free units
/// @param free      taken off this part
record SoldUnits(BigDecimal before, BigDecimal quantity, BigDecimal full, BigDecimal free) {
    static SoldUnits of(RateCard card, Usage usage, BigDecimal quantityBefore) {
        BigDecimal before = converted(card, quantityBefore);
        BigDecimal quantity = converted(card, usage.quantity());
        BigDecimal free = card.unitsNotCharged();
        BigDecimal soldBefore = charged(before, free);
        BigDecimal sold = charged(before.add(quantity), free).subtract(soldBefore);
        BigDecimal full = usage.fullQuantity().compareTo(usage.quantity()) == 0
                ? sold
                : charged(before.add(converted(card, usage.fullQuantity())), free)
                        .subtract(soldBefore);
        return new SoldUnits(soldBefore, sold, full, quantity.subtract(sold));
    }

    private static BigDecimal converted(RateCard card, BigDecimal quantity) {
        UnitConversion conversion = card.conversion();
        return conversion == null ? quantity : conversion.apply(quantity);
    }

    private static BigDecimal charged(BigDecimal quantity, BigDecimal free) {
        return quantity.signum() <= 0 ? quantity : quantity.subtract(free).max(BigDecimal.ZERO);
    }

    /// So many units have been used when this part ends.
    BigDecimal after() {
        return before.add(quantity);
    }
}
