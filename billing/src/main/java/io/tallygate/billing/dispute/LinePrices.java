package io.tallygate.billing.dispute;

import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.PriceSteps;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a line's price, laid along its units in the order in which they were used: the first units of the
/// period fall into the first step. The parts of all calls sum, step by step, to the line's exact amount less what
/// is of no unit (a flat amount, a minimum).
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

    /// Of a line as it was rated: its one price, or what each unit costs in the steps that explain its amount.
    /// A package's price is spread over its units; what is of no unit (fees, transactions, a minimum) costs none.
    public static LinePrices of(InvoiceLine line) {
        BigDecimal unitPrice = line.unitPrice();
        return unitPrice == null ? of(PriceSteps.read(line.steps()), line.quantity()) : perUnit(unitPrice);
    }

    /// Steps count units that are sold, from the period's beginning on; free units are used up first, and none of
    /// them is in a step. So what the line has more than its steps comes before them.
    private static LinePrices of(List<PriceStep> priced, BigDecimal quantity) {
        List<PriceStep> ofUnits = priced.stream()
                .filter(step ->
                        step.kind() == PriceStep.Kind.USAGE && length(step).signum() > 0)
                .sorted(Comparator.comparing(PriceStep::from))
                .toList();
        BigDecimal sold = ofUnits.stream().map(LinePrices::length).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<Step> steps = new ArrayList<>();
        BigDecimal end = quantity.subtract(sold).max(BigDecimal.ZERO);
        if (end.signum() > 0) {
            steps.add(new Step(null, true, BigDecimal.ZERO, end, BigDecimal.ZERO));
        }
        for (PriceStep step : ofUnits) {
            BigDecimal units = length(step);
            BigDecimal each =
                    step.quantity().compareTo(units) == 0 && step.discount().signum() == 0
                            ? step.unitAmount()
                            : step.total().divide(units, MathContext.DECIMAL128);
            steps.add(new Step(step.tier(), false, end, end.add(units), each));
            end = end.add(units);
        }
        steps.add(new Step(null, true, end, null, BigDecimal.ZERO));
        return new LinePrices(steps);
    }

    private static BigDecimal length(PriceStep step) {
        return step.to().subtract(step.from());
    }

    /// What the first so many units of a line cost.
    BigDecimal amount(BigDecimal units) {
        return parts(BigDecimal.ZERO, units).stream().map(CallPart::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
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
