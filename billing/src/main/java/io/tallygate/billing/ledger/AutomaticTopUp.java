package io.tallygate.billing.ledger;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Buys credit when there is little left.
/// @param below         when the balance falls below it
/// @param amount        what is bought then; null: what is missing to `target`
/// @param target        up to which credit is bought; null: `amount` each time
/// @param mostPerMonth  never more within a calendar month, so that a fault cannot buy without end
public record AutomaticTopUp(
        BigDecimal below,
        @Nullable BigDecimal amount,
        @Nullable BigDecimal target,
        BigDecimal mostPerMonth) {
    public AutomaticTopUp {
        if ((amount == null) == (target == null)) {
            throw new IllegalArgumentException("either an amount or a target");
        }
        if (amount != null && amount.signum() <= 0) {
            throw new IllegalArgumentException("amount: " + amount);
        }
        if (target != null && target.compareTo(below) < 0) {
            throw new IllegalArgumentException("a target below the threshold: " + target);
        }
        if (mostPerMonth.signum() <= 0) {
            throw new IllegalArgumentException("most per month: " + mostPerMonth);
        }
    }

    /// @param balance          now
    /// @param underway         bought and not yet paid
    /// @param boughtThisMonth  by this rule, paid or not
    /// @return                 what to buy now; empty when there is enough, or would be too much
    public Optional<Money> due(Money balance, Money underway, Money boughtThisMonth) {
        BigDecimal soon = balance.plus(underway).amount();
        if (soon.compareTo(below) >= 0) {
            return Optional.empty();
        }
        BigDecimal wanted = amount == null ? Objects.requireNonNull(target).subtract(soon) : amount;
        BigDecimal allowed = wanted.min(mostPerMonth.subtract(boughtThisMonth.amount()));
        Money bought = Rounding.toMinorUnit(allowed, balance.currency());
        return bought.amount().signum() > 0 ? Optional.of(bought) : Optional.empty();
    }
}
