package io.tallygate.billing.ledger;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/// A line that credit can pay.
/// @param meter   whose usage it is; null: a fee
/// @param amount  with its tax, not negative
public record PayableLine(@Nullable String meter, Money amount) {
    public PayableLine {
        if (amount.amount().signum() < 0) {
            throw new IllegalArgumentException("credit pays no negative line: " + amount);
        }
    }

    /// Rounds the line with its exact tax once, so that the lines of a document leave no cent unpaid.
    public static PayableLine of(@Nullable String meter, BigDecimal net, BigDecimal exactTax, Currency currency) {
        return new PayableLine(meter, Rounding.toMinorUnit(net.add(exactTax), currency));
    }
}
