package io.tallygate.billing.run;

import io.tallygate.billing.catalog.PaymentTerm;
import io.tallygate.billing.catalog.Phase;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.catalog.RateCard;
import io.tallygate.billing.period.Cadence;
import io.tallygate.billing.rating.Rating;
import io.tallygate.billing.rating.RatingContext;
import io.tallygate.billing.rating.Usage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A plan version as far as bills ask.
/// @param product  its name
/// @param plan     its name
record Sold(UUID version, String product, String plan, PlanTerms terms) {
    static Sold of(PlanOffer offer) {
        return new Sold(
                offer.version().id(),
                offer.product().name(),
                offer.plan().name(),
                offer.version().terms());
    }

    List<Cadence> lasts() {
        return terms.phases().stream().map(Phase::lasts).toList();
    }

    /// Whether nothing is charged in a stage: a trial.
    boolean isFree(int stage) {
        return stage < terms.phases().size() && terms.phases().get(stage).isFree();
    }

    /// Cards that price what a meter counts.
    List<RateCard> metered(int stage) {
        return terms.cardsIn(stage).stream()
                .filter(card -> card.price() != null && card.meter() != null && !(card.price() instanceof Price.Flat))
                .toList();
    }

    Optional<RateCard> card(int stage, String key) {
        return terms.cardsIn(stage).stream()
                .filter(card -> card.key().equals(key))
                .findFirst();
    }

    boolean hasFees() {
        for (int stage = 0; stage <= terms.phases().size(); stage++) {
            if (!fees(stage).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    List<RecurringFee> fees(int stage) {
        return terms.cardsIn(stage).stream()
                .filter(card -> card.price() instanceof Price.Flat)
                .map(card -> new RecurringFee(
                        card.key(),
                        Rating.rate(card, Usage.NONE, RatingContext.WHOLE).amount(),
                        card.cadence(),
                        due(card.paymentTerm())))
                .toList();
    }

    private static RecurringFee.Due due(PaymentTerm term) {
        return switch (term) {
            case IN_ADVANCE -> RecurringFee.Due.IN_ADVANCE;
            case IN_ARREARS -> RecurringFee.Due.IN_ARREARS;
            case ONE_OFF -> RecurringFee.Due.ONCE;
        };
    }
}
