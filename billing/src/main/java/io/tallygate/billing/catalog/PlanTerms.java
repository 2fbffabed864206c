package io.tallygate.billing.catalog;

import io.tallygate.billing.money.Rounding;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/// What a plan version promises and asks for.
/// @param price      of one call
/// @param currency   one that has a minor unit
/// @param quota      null: as many calls as wanted
/// @param rateLimit  null: as fast as the gateway carries them
public record PlanTerms(
        Price price,
        Currency currency,
        @Nullable Quota quota,
        @Nullable RateLimit rateLimit) {
    public PlanTerms {
        Rounding.digits(currency);
    }
}
