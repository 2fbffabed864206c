package io.tallygate.billing.dispute;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.invoice.InvoiceLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a line's price, laid along its units in the order in which they were used: the first units of the
/// period
/// fall into the first step. The parts of all calls sum, step by step, to the line's exact amount less what is of no
/// unit (a flat amount, a minimum).
/// @param steps  in order, without gaps or overlaps, from 0 units on
public record LinePrices(List<Step> steps) {
    /// @param from        units before it
    /// @param to          the last of it, inclusive; null: never ends
    /// @param free        given away
    public record Step(
            @Nullable Integer tier,
            boolean free,
            BigDecimal from,
            @Nullable BigDecimal to,
            BigDecimal unitAmount) {}

    public LinePrices {
        steps = List.copyOf(steps);
        @Nullable BigDecimal end = BigDecimal.ZERO;
        for (Step step : steps) {
            if (end == null || step.from().compareTo(end) != 0) {
                throw new IllegalArgumentException("steps with a gap or an overlap: " + steps);
            }
            end = step.to();
        }
    }

    /// Of a line as it was rated.
    public static LinePrices of(InvoiceLine line) {
        return switch (line.price()) {
            case Price.PerUnit(var unitAmount) -> perUnit(unitAmount);
        };
    }

    /// One price for every unit.
    public static LinePrices perUnit(BigDecimal unitAmount) {
        return new LinePrices(List.of(new Step(null, false, BigDecimal.ZERO, null, unitAmount)));
    }

    /// The parts of the units after `before` up to `before + units`.
    /// @throws IllegalArgumentException  for units beyond the last step
    public List<CallPart> parts(BigDecimal before, BigDecimal units) {
        BigDecimal from = before;
        BigDecimal end = before.add(units);
        List<CallPart> parts = new ArrayList<>();
        for (Step step : steps) {
            BigDecimal to = step.to() == null ? end : step.to().min(end);
            BigDecimal begin = step.from().max(from);
            if (to.compareTo(begin) > 0) {
                parts.add(new CallPart(step.tier(), step.free(), to.subtract(begin), step.unitAmount()));
                from = to;
            }
        }
        if (from.compareTo(end) < 0) {
            throw new IllegalArgumentException(end + " units, but the line's steps end at " + from);
        }
        return parts;
    }
}
