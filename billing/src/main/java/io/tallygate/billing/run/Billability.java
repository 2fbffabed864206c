package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.catalog.Spend;
import io.tallygate.billing.period.Cadence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which terms a closed month can bill. Whatever else the terms of a plan say can be drafted, but not put on
/// sale: what is sold is billed as it was sold, or not sold.
public final class Billability {
    private Billability() {}

    /// Why a closed month would not bill all of some terms.
    public enum Gap {
        /// No subscription can have them yet.
        ADD_ONS,
        /// What a meter counts is billed by the month.
        CADENCE_OF_USAGE,
        /// What a fee costs is its price: it has no minimum or maximum besides.
        BOUNDED_FEE,
        /// A fixed amount, a free allowance or bounds of each transaction need each transaction, and a
        /// run knows sums.
        EACH_TRANSACTION
    }

    /// Whether every line of such a plan would be on its invoice.
    public static boolean of(PlanTerms terms) {
        return gaps(terms).isEmpty();
    }

    /// @return  none for what is billed as it is sold
    public static Set<Gap> gaps(PlanTerms terms) {
        Set<Gap> gaps = EnumSet.noneOf(Gap.class);
        if (!terms.addOns().isEmpty()) {
            gaps.add(Gap.ADD_ONS);
        }
        cards(terms).forEach(card -> addGaps(card, gaps));
        return gaps;
    }

    private static List<RateCard> cards(PlanTerms terms) {
        List<RateCard> all = new ArrayList<>(terms.cards());
        for (Phase phase : terms.phases()) {
            List<RateCard> own = phase.cards();
            all.addAll(own == null ? List.of() : own);
        }
        return all;
    }

    private static void addGaps(RateCard card, Set<Gap> gaps) {
        Price price = card.price();
        if (price instanceof Price.Flat) {
            if (!card.spend().equals(Spend.UNBOUNDED)) {
                gaps.add(Gap.BOUNDED_FEE);
            }
        } else if (price != null && !card.cadence().equals(Cadence.MONTHLY)) {
            gaps.add(Gap.CADENCE_OF_USAGE);
        }
        if (price instanceof Price.Percentage percentage
                && (percentage.needsEachTransaction()
                        || percentage.fixedAmount().signum() > 0)) {
            gaps.add(Gap.EACH_TRANSACTION);
        }
    }
}
