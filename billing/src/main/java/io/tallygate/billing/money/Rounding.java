package io.tallygate.billing.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/// The one place where an amount loses digits: once per invoice line, half up, to the currency's minor unit
/// (0 digits for JPY, 2 for EUR, 3 for KWD).
public final class Rounding {
    private Rounding() {}

    public static Money toMinorUnit(BigDecimal unrounded, Currency currency) {
        return new Money(unrounded.setScale(digits(currency), RoundingMode.HALF_UP), currency);
    }

    /// @throws IllegalArgumentException  for units without a minor unit, such as gold (XAU)
    public static int digits(Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        if (digits < 0) {
            throw new IllegalArgumentException(currency + " has no minor unit and cannot be billed in");
        }
        return digits;
    }
}
