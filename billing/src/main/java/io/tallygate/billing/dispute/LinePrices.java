package io.tallygate.billing.dispute;

import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.rating.PriceStep;
import io.tallygate.billing.rating.Rating;
import io.tallygate.billing.rating.RatingContext;
import io.tallygate.billing.rating.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps of a line's price, laid along its units in the order in which they were used: the first units of the
/// period fall into the first step. The parts of all calls sum, step by step, to the line's exact amount less what is
/// of no
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

    /// Of a line as it was rated. Where units have no price of their own (packages, transactions, fees) each is 0.
    public static LinePrices of(InvoiceLine line) {
        return switch (line.price()) {
            case Price.PerUnit(var unitAmount) -> perUnit(unitAmount);
            case Price.Graduated(var tiers) -> graduated(tiers);
            case Price.Volume volume ->
                perUnit(Rating.rate(
                                RateCard.metered("line", "line", "units", volume),
                                Usage.of(line.quantity()),
                                RatingContext.WHOLE)
                        .steps()
                        .stream()
                        .filter(step -> step.kind() == PriceStep.Kind.USAGE)
                        .map(PriceStep::unitAmount)
                        .findFirst()
                        .orElse(BigDecimal.ZERO));
            case Price.Flat _, Price.Package _, Price.Percentage _, Price.GraduatedPercentage _, Price.Dynamic _ ->
                perUnit(BigDecimal.ZERO);
        };
    }

    private static LinePrices graduated(List<Price.Tier> tiers) {
        List<Step> steps = new ArrayList<>();
        BigDecimal from = BigDecimal.ZERO;
        for (Price.Tier tier : tiers) {
            BigDecimal unitAmount = tier.unitAmount() == null ? BigDecimal.ZERO : tier.unitAmount();
            steps.add(new Step(steps.size() + 1, false, from, tier.upTo(), unitAmount));
            from = tier.upTo() == null ? from : tier.upTo();
        }
        return new LinePrices(steps);
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
