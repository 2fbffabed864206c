package io.tallygate.billing.rating;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.util.Currency;

/// The one rounding of a line: half up, away from zero at the half, to its currency's minor unit. Steps stay
/// exact, so a line is never the sum of rounded parts.
public final class LineRounding {
    private LineRounding() {}

    public static Money round(Rated rated, Currency currency) {
        return round(rated.amount(), currency);
    }

    public static Money round(BigDecimal exact, Currency currency) {
        return Rounding.toMinorUnit(exact, currency);
    }
}
