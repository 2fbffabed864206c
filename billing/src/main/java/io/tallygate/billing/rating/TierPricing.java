package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prices in tiers. A tier holds the units above the end of the one before, up to and with its own end: with a
/// tier to 250, unit 250 is in it, and so is all of 249.5; whatever is above 250 is in the next. A negative
/// quantity counts as none.
final class TierPricing {
    private TierPricing() {}

    /// Both kinds of tier, as the arithmetic needs them.
    record Band(
            @Nullable BigDecimal upTo,
            @Nullable BigDecimal unitAmount,
            @Nullable BigDecimal flatAmount) {
        static List<Band> of(List<Price.Tier> tiers) {
            return tiers.stream()
                    .map(tier -> new Band(tier.upTo(), tier.unitAmount(), tier.flatAmount()))
                    .toList();
        }

        static List<Band> ofPercent(List<Price.PercentTier> tiers) {
            return tiers.stream()
                    .map(tier -> new Band(tier.upTo(), tier.ratePercent().movePointLeft(2), tier.flatAmount()))
                    .toList();
        }
    }

    /// The part of the units between two counts that lies in one tier.
    /// @param tier   from 1
    /// @param lower  the tier's; units begin above it
    record Slice(int tier, BigDecimal lower, BigDecimal from, BigDecimal to) {
        BigDecimal units() {
            return to.subtract(from);
        }

        boolean startsAtTierBound() {
            return from.compareTo(lower) == 0;
        }
    }

    /// One for each tier, also where none of the units lies in it. A negative count is none.
    static List<Slice> slices(List<Band> bands, BigDecimal from, BigDecimal to) {
        BigDecimal start = from.max(BigDecimal.ZERO);
        BigDecimal end = to.max(BigDecimal.ZERO);
        List<Slice> slices = new ArrayList<>();
        BigDecimal lower = BigDecimal.ZERO;
        for (Band band : bands) {
            slices.add(new Slice(
                    slices.size() + 1, lower, within(start, lower, band.upTo()), within(end, lower, band.upTo())));
            if (band.upTo() != null) {
                lower = band.upTo();
            }
        }
        return slices;
    }

    /// Each tier prices its own slice of the units after `from` up to `to`; the other way round it takes them
    /// back. A flat amount falls to the part that enters its tier, the first tier's to the part that opens the
    /// period.
    static List<PriceStep> graduated(List<Band> bands, BigDecimal from, BigDecimal to, boolean opens) {
        boolean nothingUsed = from.signum() <= 0 && to.signum() <= 0;
        List<PriceStep> steps = new ArrayList<>();
        for (Slice slice : slices(bands, from, to)) {
            Band band = bands.get(slice.tier() - 1);
            boolean first = slice.tier() == 1;
            if (band.unitAmount() != null && (slice.units().signum() != 0 || (first && nothingUsed))) {
                steps.add(step(PriceStep.Kind.USAGE, slice, slice.units(), band.unitAmount()));
            }
            int entered = reached(slice, to) - (first && opens ? 0 : reached(slice, from));
            if (band.flatAmount() != null && entered != 0) {
                steps.add(step(PriceStep.Kind.FLAT, slice, BigDecimal.valueOf(entered), band.flatAmount()));
            }
        }
        return steps;
    }

    private static PriceStep step(PriceStep.Kind kind, Slice slice, BigDecimal quantity, BigDecimal unitAmount) {
        return PriceStep.of(kind, slice.tier(), slice.from(), slice.to(), quantity, unitAmount);
    }

    private static int reached(Slice slice, BigDecimal units) {
        return slice.tier() == 1 || units.compareTo(slice.lower()) > 0 ? 1 : 0;
    }

    /// Within a tier's bounds.
    private static BigDecimal within(BigDecimal units, BigDecimal lower, @Nullable BigDecimal upper) {
        BigDecimal above = units.max(lower);
        return upper == null ? above : above.min(upper);
    }

    /// @param units  priced
    /// @param full   chooses the tier
    static List<PriceStep> volume(List<Price.Tier> tiers, BigDecimal units, BigDecimal full) {
        BigDecimal priced = units.max(BigDecimal.ZERO);
        int at = 0;
        while (isAbove(full, tiers.get(at).upTo())) {
            at++;
        }
        Price.Tier tier = tiers.get(at);
        List<PriceStep> steps = new ArrayList<>();
        if (tier.unitAmount() != null && priced.signum() != 0) {
            steps.add(PriceStep.of(PriceStep.Kind.USAGE, at + 1, BigDecimal.ZERO, priced, priced, tier.unitAmount()));
        }
        if (tier.flatAmount() != null) {
            steps.add(PriceStep.of(
                    PriceStep.Kind.FLAT, at + 1, BigDecimal.ZERO, priced, BigDecimal.ONE, tier.flatAmount()));
        }
        return steps;
    }

    private static boolean isAbove(BigDecimal units, @Nullable BigDecimal upTo) {
        return upTo != null && units.compareTo(upTo) > 0;
    }
}
