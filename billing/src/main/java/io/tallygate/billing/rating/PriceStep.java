package io.tallygate.billing.rating;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// One step of how an amount came about: quantity × unit amount = amount, less what was given away. Exact; the
/// steps of a line add up to it before it is rounded.
/// @param tier          of a price in tiers, from 1; else null
/// @param from          the first units of the period that this step prices come after so many
/// @param to            the last, inclusive; equal to `from` where no units are meant
/// @param quantity      units, packages, transactions, or 1 of what is due once; negative takes back
/// @param percentOff    by the card's discount
/// @param aboveMaximum  what is not charged since the maximum is reached
public record PriceStep(
        Kind kind,
        @Nullable Integer tier,
        BigDecimal from,
        BigDecimal to,
        BigDecimal quantity,
        BigDecimal unitAmount,
        BigDecimal amount,
        BigDecimal percentOff,
        BigDecimal aboveMaximum) {

    public enum Kind {
        /// Units, or packages of them, or a value, at their price.
        USAGE,
        /// An amount of its own: a fee, or the flat amount of a tier.
        FLAT,
        /// The fixed amount of each paid transaction.
        TRANSACTION,
        /// What transactions were raised by to the least that each costs.
        TRANSACTION_MINIMUM,
        /// What transactions were lowered by to the most that each costs; negative.
        TRANSACTION_MAXIMUM,
        /// What is missing to the minimum of a card or a plan.
        MINIMUM,
        /// What is above the maximum of a plan; negative.
        MAXIMUM,
        /// What is missing to a commitment.
        COMMITMENT
    }

    /// Priced, and nothing given away yet.
    static PriceStep of(
            Kind kind,
            @Nullable Integer tier,
            BigDecimal from,
            BigDecimal to,
            BigDecimal quantity,
            BigDecimal unitAmount) {
        return new PriceStep(
                kind,
                tier,
                from,
                to,
                quantity,
                unitAmount,
                quantity.multiply(unitAmount),
                BigDecimal.ZERO,
                BigDecimal.ZERO);
    }

    /// Due once, and of no units.
    static PriceStep once(Kind kind, BigDecimal amount) {
        return of(kind, null, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ONE, amount);
    }

    PriceStep lessPercent(BigDecimal percent) {
        return new PriceStep(
                kind,
                tier,
                from,
                to,
                quantity,
                unitAmount,
                amount,
                amount.multiply(percent).movePointLeft(2),
                aboveMaximum);
    }

    PriceStep lessAboveMaximum(BigDecimal cut) {
        return new PriceStep(kind, tier, from, to, quantity, unitAmount, amount, percentOff, cut);
    }

    public BigDecimal discount() {
        return percentOff.add(aboveMaximum);
    }

    /// What this step adds to the line.
    public BigDecimal total() {
        return amount.subtract(discount());
    }
}
