package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.LineTax;

/// A line as far as the sums of its document ask.
/// @param key            by which coupons and credit notes name it
/// @param amount         rounded once; below zero for a correction
/// @param alreadyBilled  by earlier documents of the same period, from 0 on; taken off before coupons, down to
/// zero
public record Charge(String key, Money amount, Money alreadyBilled, LineTax tax) {
    public Charge {
        if (alreadyBilled.signum() < 0) {
            throw new IllegalArgumentException("alreadyBilled: " + alreadyBilled);
        }
        alreadyBilled = alreadyBilled.min(amount.signum() > 0 ? amount : Money.zero(amount.currency()));
    }

    public static Charge of(String key, Money amount, LineTax tax) {
        return new Charge(key, amount, Money.zero(amount.currency()), tax);
    }

    /// What coupons may take from.
    Money open() {
        return amount.minus(alreadyBilled);
    }
}
