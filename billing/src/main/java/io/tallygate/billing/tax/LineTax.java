package io.tallygate.billing.tax;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tax of one line.
/// @param rates   none where nothing is charged; several where a place has several taxes
/// @param reason  printed where nothing is charged; null else
/// @param given   the amount, in minor units, where a tax engine has worked it out; null: it follows from the
/// rates
public record LineTax(
        TaxCategory category,
        List<TaxRate> rates,
        @Nullable String reason,
        @Nullable BigDecimal given) {
    /// Nothing is charged, and nothing is said about it.
    public static final LineTax NONE = new LineTax(TaxCategory.NOT_SUBJECT, List.of(), null, null);

    public LineTax {
        rates = List.copyOf(rates);
        if (category != TaxCategory.STANDARD
                && rates.stream().anyMatch(rate -> rate.percent().signum() != 0)) {
            throw new IllegalArgumentException(category + " bears no tax: " + rates);
        }
    }

    public static LineTax at(List<TaxRate> rates) {
        if (rates.isEmpty()) {
            return NONE;
        }
        boolean some = rates.stream().anyMatch(rate -> rate.percent().signum() > 0);
        return new LineTax(some ? TaxCategory.STANDARD : TaxCategory.ZERO, rates, null, null);
    }

    public static LineTax without(TaxCategory category, String reason) {
        return new LineTax(category, List.of(), reason, null);
    }

    /// The rates together, in percent.
    public BigDecimal percent() {
        return rates.stream().map(TaxRate::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// The first list that says something: a line's own rates before the consumer's before the seller's.
    public static List<TaxRate> choose(List<TaxRate> line, List<TaxRate> consumer, List<TaxRate> seller) {
        return !line.isEmpty() ? line : !consumer.isEmpty() ? consumer : seller;
    }
}
