package io.tallygate.billing.catalog;

import java.util.List;

/// What a subscription to the plan can have besides, and give up again, without another plan.
/// @param key    unique in the plan
/// @param cards  never empty
/// @param most   how often one subscription can have it, at least 1
public record AddOn(String key, String name, List<RateCard> cards, int most) {
    public static final int MOST = 1000;

    public AddOn {
        if (!RateCard.KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("an add-on's key is lower-case letters, digits and hyphens: " + key);
        }
        if (name.isBlank() || name.length() > RateCard.LONGEST_NAME) {
            throw new IllegalArgumentException("an add-on's name has 1 to 200 characters");
        }
        cards = PlanTerms.checked(cards);
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("an add-on sells something: " + key);
        }
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("an add-on can be had 1 to %d times: %d".formatted(MOST, most));
        }
    }
}
