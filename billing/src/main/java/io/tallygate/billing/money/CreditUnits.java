package io.tallygate.billing.money;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Currency;

/// Prepaid credits that are counted in a unit of their own: money is what is owed, credits follow the rounded
/// money.
/// @param money    that one credit costs, above 0, not rounded
public record CreditUnits(BigDecimal money, Currency currency) {
    /// Decimals that a number of credits keeps where the division does not end.
    private static final int DECIMALS = 12;

    public CreditUnits {
        if (money.signum() <= 0) {
            throw new IllegalArgumentException("a credit costs something: " + money);
        }
    }

    /// What so many credits cost, rounded once.
    public Money cost(BigDecimal credits) {
        return Rounding.toMinorUnit(credits.multiply(money), currency);
    }

    /// How many credits that money buys.
    public BigDecimal credits(Money paid) {
        BigDecimal credits = paid.amount()
                .divide(money, new MathContext(40))
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return credits.scale() < 0 ? credits.setScale(0) : credits;
    }
}
