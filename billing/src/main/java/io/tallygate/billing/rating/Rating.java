package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// Prices what was used. The same card, usage and context give the same steps, today and in ten years.
///
/// Where products differ, this one does so: nothing used still owes the first tier's flat amount (graduated and
/// volume);
/// a fraction of a unit costs its fraction, of a package the whole package; a negative quantity is a credit at
/// the unit price, and counts as nothing used where tiers or packages price it; a maximum counts what earlier
/// parts billed, a minimum is asked for with the last part alone.
public final class Rating {
    /// A part of a flat amount keeps this many decimals: more than any rounding to a minor unit can tell apart,
    /// since what is not a tie lies at least 10^-38 away from one.
    private static final int SHARE_DECIMALS = 60;

    private Rating() {}

    /// @return  exact and unrounded, with its steps
    /// @throws IllegalArgumentException  when a percentage needs each transaction and only their sum is known
    public static Rated rate(RateCard card, Usage usage, RatingContext context) {
        Price price = card.price();
        if (price == null) {
            return Rated.NOTHING;
        }
        SoldUnits units = SoldUnits.of(card, usage, context.quantityBefore());
        List<PriceStep> steps = new ArrayList<>(priced(card, price, usage, units, context));
        steps.replaceAll(step -> step.lessPercent(card.discount().percent()));
        keepBelow(card.spend(), context.billedBefore(), steps);
        if (context.withMinimum() && context.part().closes()) {
            raiseTo(card.spend(), context, steps);
        }
        return new Rated(units.quantity(), units.free(), steps);
    }

    /// What units cost over a whole period, with nothing taken off and no bounds.
    /// @param units  ≥ 0, in the meter's own unit
    /// @return       exact and unrounded; rounding happens once, on the invoice line
    public static BigDecimal amount(Price price, BigDecimal units) {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("a quantity cannot be negative: " + units.toPlainString());
        }
        RateCard card = price instanceof Price.Flat(var amount)
                ? RateCard.flat("card", "card", amount, PaymentTerm.IN_ARREARS)
                : RateCard.metered("card", "card", "units", price);
        return rate(card, Usage.of(units), RatingContext.WHOLE).amount();
    }

    private static List<PriceStep> priced(
            RateCard card, Price price, Usage usage, SoldUnits units, RatingContext context) {
        return switch (price) {
            case Price.Flat(var amount) -> flat(card, amount, context);
            case Price.PerUnit(var unitAmount) -> units(units, unitAmount);
            case Price.Graduated(var tiers) ->
                usage.changes().isEmpty()
                        ? TierPricing.graduated(
                                TierPricing.Band.of(tiers),
                                units.before(),
                                units.after(),
                                context.part().opens())
                        : ProratedTiers.steps(tiers, usage.changes());
            case Price.Volume(var tiers) ->
                context.part().closes()
                        ? TierPricing.volume(
                                tiers, units.after(), units.before().add(units.full()))
                        : List.of();
            case Price.Package(var size, var amount) -> packages(units, size, amount);
            case Price.Percentage percentage -> TransactionPricing.steps(percentage, usage);
            case Price.GraduatedPercentage(var tiers) ->
                TierPricing.graduated(
                        TierPricing.Band.ofPercent(tiers),
                        units.before(),
                        units.after(),
                        context.part().opens());
            case Price.Dynamic(var multiplier) -> dynamic(usage, units, multiplier);
        };
    }

    /// Due once in a period: with its first document when paid in advance, else with its last.
    private static List<PriceStep> flat(RateCard card, BigDecimal amount, RatingContext context) {
        boolean due = card.paymentTerm() == PaymentTerm.IN_ARREARS
                ? context.part().closes()
                : context.part().opens();
        return due ? List.of(PriceStep.once(PriceStep.Kind.FLAT, share(amount, context))) : List.of();
    }

    private static BigDecimal share(BigDecimal amount, RatingContext context) {
        return context.share().of(amount, SHARE_DECIMALS).stripTrailingZeros();
    }

    private static List<PriceStep> units(SoldUnits units, BigDecimal unitAmount) {
        return units.quantity().signum() == 0
                ? List.of()
                : List.of(PriceStep.of(
                        PriceStep.Kind.USAGE, null, units.before(), units.after(), units.quantity(), unitAmount));
    }

    private static List<PriceStep> packages(SoldUnits units, BigDecimal size, BigDecimal amount) {
        BigDecimal packages = packages(units.after(), size).subtract(packages(units.before(), size));
        return packages.signum() == 0
                ? List.of()
                : List.of(PriceStep.of(PriceStep.Kind.USAGE, null, units.before(), units.after(), packages, amount));
    }

    private static BigDecimal packages(BigDecimal units, BigDecimal size) {
        return units.max(BigDecimal.ZERO).divide(size, 0, RoundingMode.CEILING);
    }

    /// One amount, since the value is money already: the step's units are the value.
    private static List<PriceStep> dynamic(Usage usage, SoldUnits units, BigDecimal multiplier) {
        BigDecimal carried = usage.carriedAmount();
        BigDecimal value = carried == null ? units.quantity() : carried;
        BigDecimal from = carried == null ? units.before() : BigDecimal.ZERO;
        return value.signum() == 0
                ? List.of()
                : List.of(PriceStep.of(
                        PriceStep.Kind.USAGE, null, from, from.add(value), BigDecimal.ONE, value.multiply(multiplier)));
    }

    /// Steps keep their amounts in their order until the maximum is reached; what is above it is cut from the
    /// last ones.
    private static void keepBelow(Spend spend, BigDecimal billedBefore, List<PriceStep> steps) {
        BigDecimal maximum = spend.maximum();
        if (maximum == null) {
            return;
        }
        BigDecimal above = total(steps).subtract(maximum.subtract(billedBefore).max(BigDecimal.ZERO));
        for (int at = steps.size() - 1; at >= 0 && above.signum() > 0; at--) {
            PriceStep step = steps.get(at);
            BigDecimal cut = step.total().max(BigDecimal.ZERO).min(above);
            steps.set(at, step.lessAboveMaximum(cut));
            above = above.subtract(cut);
        }
    }

    private static BigDecimal total(List<PriceStep> steps) {
        return steps.stream().map(PriceStep::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void raiseTo(Spend spend, RatingContext context, List<PriceStep> steps) {
        BigDecimal minimum = spend.minimum();
        if (minimum == null) {
            return;
        }
        BigDecimal billed = context.billedBefore().add(total(steps));
        BigDecimal missing = share(minimum, context).subtract(billed);
        if (missing.signum() > 0) {
            steps.add(PriceStep.once(PriceStep.Kind.MINIMUM, missing));
        }
    }
}
