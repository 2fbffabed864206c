package io.tallygate.billing.rating;

import io.tallygate.billing.catalog.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A percentage of each transaction's value, with a fixed amount for each, a free allowance and bounds of what
/// each costs. A negative value (a refund) gives its rate back and nothing else: no fixed amount, no bounds,
/// and the free allowance is not filled up again.
final class TransactionPricing {
    private final Price.Percentage price;
    private final BigDecimal rate;

    private BigDecimal paidValue = BigDecimal.ZERO;
    private long paid;
    private BigDecimal raised = BigDecimal.ZERO;
    private long raisedCount;
    private BigDecimal lowered = BigDecimal.ZERO;
    private long loweredCount;
    private BigDecimal seen = BigDecimal.ZERO;

    private TransactionPricing(Price.Percentage price) {
        this.price = price;
        this.rate = price.ratePercent().movePointLeft(2);
    }

    /// @throws IllegalArgumentException  when the price needs each transaction and only their sum is known
    static List<PriceStep> steps(Price.Percentage price, Usage usage) {
        TransactionPricing pricing = new TransactionPricing(price);
        if (price.needsEachTransaction()) {
            if (usage.transactions().size() != usage.transactionCount()
                    || (usage.transactionCount() == 0 && usage.quantity().signum() != 0)) {
                throw new IllegalArgumentException("this price needs each transaction, not their sum alone");
            }
            Allowance free = new Allowance(price);
            usage.transactions().forEach(value -> pricing.add(value, free));
        } else {
            pricing.paidValue = usage.quantity();
            pricing.seen = usage.quantity();
            pricing.paid = usage.transactions().isEmpty()
                    ? usage.transactionCount()
                    : usage.transactions().stream()
                            .filter(value -> value.signum() >= 0)
                            .count();
        }
        return pricing.steps();
    }

    private void add(BigDecimal value, Allowance free) {
        BigDecimal after = seen.add(value);
        if (value.signum() < 0) {
            paidValue = paidValue.add(value);
            seen = after;
            return;
        }
        BigDecimal charged = free.take(value);
        seen = after;
        if (charged == null) {
            return;
        }
        paid++;
        paidValue = paidValue.add(charged);
        BigDecimal cost = charged.multiply(rate).add(price.fixedAmount());
        if (price.least() != null && cost.compareTo(price.least()) < 0) {
            raised = raised.add(price.least().subtract(cost));
            raisedCount++;
        } else if (price.most() != null && cost.compareTo(price.most()) > 0) {
            lowered = lowered.add(cost.subtract(price.most()));
            loweredCount++;
        }
    }

    private List<PriceStep> steps() {
        List<PriceStep> steps = new ArrayList<>();
        if (paidValue.signum() != 0) {
            steps.add(PriceStep.of(
                    PriceStep.Kind.USAGE, null, seen.subtract(paidValue).max(BigDecimal.ZERO), seen, paidValue, rate));
        }
        if (paid != 0 && price.fixedAmount().signum() != 0) {
            steps.add(PriceStep.of(
                    PriceStep.Kind.TRANSACTION,
                    null,
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    BigDecimal.valueOf(paid),
                    price.fixedAmount()));
        }
        if (raisedCount != 0) {
            steps.add(PriceStep.once(PriceStep.Kind.TRANSACTION_MINIMUM, raised));
        }
        if (loweredCount != 0) {
            steps.add(PriceStep.once(PriceStep.Kind.TRANSACTION_MAXIMUM, lowered.negate()));
        }
        return steps;
    }

    /// What is still free.
    private static final class Allowance {
        private final @Nullable Long mostTransactions;
        private final @Nullable BigDecimal mostValue;
        private long transactions;
        private BigDecimal value = BigDecimal.ZERO;
        private boolean over;

        Allowance(Price.Percentage price) {
            mostTransactions = price.freeTransactions();
            mostValue = price.freeValue();
            over = mostTransactions == null && mostValue == null;
        }

        /// @return  the part of the value that is to be paid; null when all of it is free
        @Nullable
        BigDecimal take(BigDecimal next) {
            if (over || (mostTransactions != null && transactions >= mostTransactions)) {
                over = true;
                return next;
            }
            transactions++;
            BigDecimal after = value.add(next);
            if (mostValue != null && after.compareTo(mostValue) > 0) {
                over = true;
                return after.subtract(mostValue);
            }
            value = after;
            return null;
        }
    }
}
