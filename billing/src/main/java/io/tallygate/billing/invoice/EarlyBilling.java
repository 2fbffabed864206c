package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import java.math.RoundingMode;
import java.util.List;

/// When usage is invoiced before its period ends: as soon as its running value since the subscription began
/// crosses a
/// threshold, everything not billed yet is. The invoice at the period's end takes the early amounts off again.
/// @param value   of all usage since the subscription began
/// @param billed  of it
public record EarlyBilling(Money value, Money billed) {
    /// @param amount   above 0
    /// @param repeats  whether every multiple of it counts; else it is crossed once in a subscription's life
    public record Threshold(Money amount, boolean repeats) {
        public Threshold {
            if (amount.signum() <= 0) {
                throw new IllegalArgumentException("a threshold is above zero: " + amount);
            }
        }

        boolean crossed(Money before, Money after) {
            if (repeats) {
                return times(after).compareTo(times(before)) > 0;
            }
            return before.minus(amount).signum() < 0 && after.minus(amount).signum() >= 0;
        }

        private java.math.BigDecimal times(Money value) {
            return value.amount().divide(amount.amount(), 0, RoundingMode.FLOOR);
        }
    }

    /// @param invoice  what is invoiced at once; 0: nothing
    public record Step(EarlyBilling after, Money invoice) {}

    public static EarlyBilling none(Money zero) {
        return new EarlyBilling(zero, zero);
    }

    /// @param more  the value of new usage, from 0 on
    public Step add(Money more, List<Threshold> thresholds) {
        Money grown = value.plus(more);
        boolean crossed = thresholds.stream().anyMatch(threshold -> threshold.crossed(value, grown));
        Money invoice = crossed ? grown.minus(billed) : Money.zero(more.currency());
        return new Step(new EarlyBilling(grown, billed.plus(invoice)), invoice);
    }

    /// The period has ended and everything is billed.
    public EarlyBilling closePeriod() {
        return new EarlyBilling(value, value);
    }
}
