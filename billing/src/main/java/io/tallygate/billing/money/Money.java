package io.tallygate.billing.money;

import java.math.BigDecimal;
import java.util.Currency;

/// An amount that can be paid. Never rounds: digits are lost in [Rounding] only.
/// @param amount    in the currency's major unit, with exactly its number of decimals (12.30 EUR, 12 JPY)
/// @param currency  ISO 4217
public record Money(BigDecimal amount, Currency currency) {
    public Money {
        if (amount.scale() != Rounding.digits(currency)) {
            throw new IllegalArgumentException(
                    "%s needs %d decimals: %s".formatted(currency, Rounding.digits(currency), amount));
        }
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO.setScale(Rounding.digits(currency)), currency);
    }

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other + " to " + this);
        }
        return new Money(amount.add(other.amount), currency);
    }

    public Money minus(Money other) {
        return plus(other.negate());
    }

    public Money negate() {
        return new Money(amount.negate(), currency);
    }

    /// The smaller of the two.
    public Money min(Money other) {
        return minus(other).signum() <= 0 ? this : other;
    }

    /// -1, 0 or 1.
    public int signum() {
        return amount.signum();
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
