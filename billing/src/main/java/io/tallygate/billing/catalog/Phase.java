package io.tallygate.billing.catalog;

import io.tallygate.billing.period.Cadence;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A time at the beginning of a subscription with prices of its own: a trial, a ramp. After the last phase the
/// plan's own rate cards hold.
/// @param key         unique in the plan
/// @param lasts       from the end of the phase before, or from the subscription's start
/// @param percentOff  of every rate card's amount; 100 is a free trial, in which no minimum holds either
/// @param cards       null: the plan's own
public record Phase(
        String key,
        String name,
        Cadence lasts,
        BigDecimal percentOff,
        @Nullable List<RateCard> cards) {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    public Phase {
        if (!RateCard.KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("a phase's key is lower-case letters, digits and hyphens: " + key);
        }
        if (name.isBlank() || name.length() > RateCard.LONGEST_NAME) {
            throw new IllegalArgumentException("a phase's name has 1 to 200 characters");
        }
        percentOff = Exact.percent(percentOff, "a phase's discount");
        cards = cards == null ? null : PlanTerms.checked(cards);
    }

    /// Everything is shown at its price and nothing is charged.
    public static Phase trial(Cadence lasts) {
        return new Phase("trial", "Trial", lasts, HUNDRED, null);
    }

    public boolean isFree() {
        return percentOff.compareTo(HUNDRED) == 0;
    }

    List<RateCard> over(List<RateCard> own) {
        List<RateCard> base = cards == null ? own : cards;
        return percentOff.signum() == 0
                ? base
                : base.stream().map(this::reduced).toList();
    }

    private RateCard reduced(RateCard card) {
        RateCard less = card.withDiscount(card.discount().and(percentOff));
        return isFree() ? less.withSpend(new Spend(null, card.spend().maximum())) : less;
    }
}
