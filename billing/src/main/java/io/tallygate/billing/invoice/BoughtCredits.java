package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;

/// Prepaid credit that was bought with an invoice: a credit note on that invoice takes the credit away again,
/// so at
/// most
/// what was paid and is not used up can be given back.
/// @param paid      of the invoice and not refunded
/// @param balance   of the credit that it bought
public record BoughtCredits(Money paid, Money balance) {
    public static BoughtCredits unpaid(Money price) {
        return new BoughtCredits(Money.zero(price.currency()), Money.zero(price.currency()));
    }

    /// Credit is there once it is paid.
    public BoughtCredits pay(Money money) {
        return new BoughtCredits(paid.plus(money), balance.plus(money));
    }

    /// Used up, or taken away.
    public BoughtCredits use(Money money) {
        return new BoughtCredits(paid, balance.minus(money));
    }

    public Money most() {
        return paid.min(balance);
    }

    /// @throws MoreThanIsLeft  when less is left
    public BoughtCredits giveBack(Money money) {
        if (most().minus(money).signum() < 0) {
            throw new MoreThanIsLeft("credit", money, most());
        }
        return new BoughtCredits(paid.minus(money), balance.minus(money));
    }
}
