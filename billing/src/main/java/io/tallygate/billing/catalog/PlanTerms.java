package io.tallygate.billing.catalog;

import io.tallygate.billing.money.Rounding;
import io.tallygate.metering.meter.Meter;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a plan version promises and asks for: the same terms price usage and limit it.
/// @param currency    one that has a minor unit
/// @param cards       what is sold, in the order in which it is shown and billed; may be empty: a plan that costs
/// nothing
/// @param quota       null: as many calls as wanted
/// @param rateLimit   null: as fast as the gateway carries them
/// @param spend       of all the plan's lines of one billing period together
/// @param commitment  null: none
/// @param phases      at a subscription's beginning, in their order; empty: the cards hold from the start
/// @param addOns      what can be had besides
public record PlanTerms(
        Currency currency,
        List<RateCard> cards,
        @Nullable Quota quota,
        @Nullable RateLimit rateLimit,
        Spend spend,
        @Nullable Commitment commitment,
        List<Phase> phases,
        List<AddOn> addOns) {
    public static final int MOST_CARDS = 100;
    public static final int MOST_PHASES = 10;
    public static final int MOST_ADD_ONS = 50;

    /// The rate card of a plan that has a price of one call and nothing else.
    public static final String CALLS = "requests";

    public PlanTerms {
        int digits = Rounding.digits(currency);
        cards = checked(cards);
        phases = List.copyOf(phases);
        addOns = List.copyOf(addOns);
        if (phases.size() > MOST_PHASES || addOns.size() > MOST_ADD_ONS) {
            throw new IllegalArgumentException("at most %d phases and %d add-ons".formatted(MOST_PHASES, MOST_ADD_ONS));
        }
        distinct(phases.stream().map(Phase::key).toList());
        distinct(addOns.stream().map(AddOn::key).toList());
        cards.forEach(card -> payable(card.spend(), digits));
        payable(spend, digits);
        if (commitment != null) {
            payable(commitment.amount(), digits);
        }
    }

    /// A plan with a price of one call: the smallest case.
    public PlanTerms(Price price, Currency currency, @Nullable Quota quota, @Nullable RateLimit rateLimit) {
        this(currency, List.of(calls(price)), quota, rateLimit, Spend.UNBOUNDED, null, List.of(), List.of());
    }

    private static RateCard calls(Price price) {
        return RateCard.metered(CALLS, "Requests", Meter.REQUESTS.slug(), price);
    }

    /// The price of one call, where that is all that is paid; empty when the terms say more.
    public Optional<Price.PerUnit> priceOfCall() {
        return cards.size() == 1 && cards.getFirst().price() instanceof Price.PerUnit price && isPlain(price)
                ? Optional.of(price)
                : Optional.empty();
    }

    private boolean isPlain(Price price) {
        return cards.getFirst().equals(calls(price))
                && spend.equals(Spend.UNBOUNDED)
                && commitment == null
                && phases.isEmpty()
                && addOns.isEmpty();
    }

    /// The same prices with other limits.
    public PlanTerms limitedBy(@Nullable Quota otherQuota, @Nullable RateLimit otherRate) {
        return new PlanTerms(currency, cards, otherQuota, otherRate, spend, commitment, phases, addOns);
    }

    public Optional<RateCard> card(String key) {
        return cards.stream().filter(card -> card.key().equals(key)).findFirst();
    }

    /// The cards that hold in a phase.
    /// @param phase  its place in [#phases]; their number or more: the plan's own
    public List<RateCard> cardsIn(int phase) {
        return phase < phases.size() ? phases.get(phase).over(cards) : cards;
    }

    /// Slugs of the meters whose usage is sold, in whatever phase.
    public Set<String> meters() {
        Set<String> meters = new LinkedHashSet<>();
        for (int phase = 0; phase <= phases.size(); phase++) {
            for (RateCard card : cardsIn(phase)) {
                if (card.meter() != null && card.price() != null && !(card.price() instanceof Price.Flat)) {
                    meters.add(card.meter());
                }
            }
        }
        return meters;
    }

    static List<RateCard> checked(List<RateCard> cards) {
        if (cards.size() > MOST_CARDS) {
            throw new IllegalArgumentException("at most %d rate cards: %d".formatted(MOST_CARDS, cards.size()));
        }
        distinct(cards.stream().map(RateCard::key).toList());
        return List.copyOf(cards);
    }

    private static void distinct(List<String> keys) {
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            if (!seen.add(key)) {
                throw new IllegalArgumentException("two of one key: " + key);
            }
        }
    }

    private static void payable(Spend spend, int digits) {
        payable(spend.minimum(), digits);
        payable(spend.maximum(), digits);
    }

    /// A bound that cannot be paid to the cent would be another one on the document.
    private static void payable(@Nullable BigDecimal bound, int digits) {
        if (bound != null && bound.scale() > digits) {
            throw new IllegalArgumentException(
                    "a bound of money has at most %d decimals: %s".formatted(digits, bound.toPlainString()));
        }
    }
}
