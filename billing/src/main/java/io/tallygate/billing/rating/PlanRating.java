package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.period.Share;
import java.math.BigDecimal;
import java.util.Optional;

/// What a plan asks of all its lines together, each as a line of its own. First the maximum, then the minimum; a
/// commitment is compared with everything that was billed over its term, when the term closes.
public final class PlanRating {
    private static final int SHARE_DECIMALS = 60;

    private PlanRating() {}

    /// @param billed  all lines of the period, rounded, before coupons and tax; what earlier documents of it
    ///                billed too
    /// @return        negative; empty when the maximum is not passed
    public static Optional<PriceStep> aboveMaximum(BigDecimal billed, Spend spend) {
        BigDecimal maximum = spend.maximum();
        return maximum == null || billed.compareTo(maximum) <= 0
                ? Optional.empty()
                : Optional.of(PriceStep.once(PriceStep.Kind.MAXIMUM, maximum.subtract(billed)));
    }

    /// @param share  of a period that is cut short
    /// @return       what is missing; empty when nothing is
    public static Optional<PriceStep> missingToMinimum(BigDecimal billed, Spend spend, Share share) {
        BigDecimal minimum = spend.minimum();
        return minimum == null ? Optional.empty() : missing(PriceStep.Kind.MINIMUM, billed, minimum, share);
    }

    /// @param billed  all lines of the term
    /// @param share   of a term that is cut short
    public static Optional<PriceStep> missingToCommitment(BigDecimal billed, BigDecimal commitment, Share share) {
        return missing(PriceStep.Kind.COMMITMENT, billed, commitment, share);
    }

    private static Optional<PriceStep> missing(PriceStep.Kind kind, BigDecimal billed, BigDecimal least, Share share) {
        BigDecimal missing =
                share.of(least, SHARE_DECIMALS).stripTrailingZeros().subtract(billed);
        return missing.signum() > 0 ? Optional.of(PriceStep.once(kind, missing)) : Optional.empty();
    }
}
