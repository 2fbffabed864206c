package io.tallygate.billing.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// What a rate card costs, and why: exact and unrounded. Rounding happens once, on the invoice line
/// ([LineRounding]).
/// @param quantity   what was priced, in the unit that is sold, after free units
/// @param freeUnits  that were taken off
/// @param steps      in the order in which they were made; they add up to the amount
public record Rated(BigDecimal quantity, BigDecimal freeUnits, List<PriceStep> steps) {
    /// Not sold, or nothing to bill.
    public static final Rated NOTHING = new Rated(BigDecimal.ZERO, BigDecimal.ZERO, List.of());

    /// Decimals of an amount that is only shown.
    private static final int SHOWN = 12;

    public Rated {
        steps = List.copyOf(steps);
    }

    /// Negative where more was taken back than was used: that is a credit.
    public BigDecimal amount() {
        return steps.stream().map(PriceStep::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public BigDecimal discount() {
        return steps.stream().map(PriceStep::discount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// What a unit cost on the average, to be shown, not to be added up.
    /// @param fullQuantity  units before any proration
    /// @return              0 when there were none
    public BigDecimal effectiveUnitAmount(BigDecimal fullQuantity) {
        return fullQuantity.signum() == 0
                ? BigDecimal.ZERO
                : amount().divide(fullQuantity, SHOWN, RoundingMode.HALF_UP);
    }

    /// How a credit for this line is spread over its steps, in their order; a step takes at most its own total,
    /// one below zero none.
    /// @param credit  ≥ 0; what is more than the line is not used
    /// @return        one amount a step
    public List<BigDecimal> spread(BigDecimal credit) {
        List<BigDecimal> spread = new ArrayList<>(steps.size());
        BigDecimal left = credit;
        for (PriceStep step : steps) {
            BigDecimal part = step.total().max(BigDecimal.ZERO).min(left);
            spread.add(part);
            left = left.subtract(part);
        }
        return spread;
    }
}
