package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Graduated prices of units that come and go while the period runs, each with a share of its own. The share of a
/// change
/// is split over the tiers that its full units fill or leave; the flat amount of every tier ever reached is due
/// whole. Below zero units lie in the first tier. When all of it comes to less than nothing, nothing is due.
final class ProratedTiers {
    /// What cannot be divided exactly keeps this many decimals.
    private static final int DECIMALS = 40;

    private ProratedTiers() {}

    static List<PriceStep> steps(List<Price.Tier> tiers, List<Usage.Change> changes) {
        // by tier, counted from 0; a tier is reached as soon as it has a share
        Map<Integer, BigDecimal> shares = new HashMap<>();
        BigDecimal level = BigDecimal.ZERO;
        for (Usage.Change change : changes) {
            BigDecimal next = level.add(change.units());
            spread(tiers, level, next, change, shares);
            level = next;
        }
        List<PriceStep> steps = new ArrayList<>();
        for (int at = 0; at < tiers.size(); at++) {
            Price.Tier tier = tiers.get(at);
            BigDecimal share = shares.get(at);
            if (tier.unitAmount() != null && share != null) {
                steps.add(step(PriceStep.Kind.USAGE, tiers, at, share, tier.unitAmount()));
            }
            if (tier.flatAmount() != null && (at == 0 || share != null)) {
                steps.add(step(PriceStep.Kind.FLAT, tiers, at, BigDecimal.ONE, tier.flatAmount()));
            }
        }
        BigDecimal due = steps.stream().map(PriceStep::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        return due.signum() < 0 ? List.of() : steps;
    }

    private static PriceStep step(
            PriceStep.Kind kind, List<Price.Tier> tiers, int at, BigDecimal quantity, BigDecimal unitAmount) {
        BigDecimal lower = lower(tiers, at);
        return PriceStep.of(kind, at + 1, lower, lower, quantity, unitAmount);
    }

    private static void spread(
            List<Price.Tier> tiers,
            BigDecimal level,
            BigDecimal next,
            Usage.Change change,
            Map<Integer, BigDecimal> shares) {
        BigDecimal low = level.min(next);
        BigDecimal high = level.max(next);
        for (int at = 0; at < tiers.size(); at++) {
            BigDecimal from = at == 0 ? low : low.max(lower(tiers, at));
            BigDecimal upper = tiers.get(at).upTo();
            BigDecimal units = (upper == null ? high : high.min(upper)).subtract(from);
            if (units.signum() > 0) {
                BigDecimal part = change.share()
                        .multiply(units)
                        .divide(change.units().abs(), DECIMALS, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
                shares.merge(at, part, BigDecimal::add);
            }
        }
    }

    private static BigDecimal lower(List<Price.Tier> tiers, int at) {
        BigDecimal end = at == 0 ? null : tiers.get(at - 1).upTo();
        return end == null ? BigDecimal.ZERO : end;
    }
}
