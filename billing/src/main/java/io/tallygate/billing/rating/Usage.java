package io.tallygate.billing.rating;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rate card's meter counted in one period, or in a part of it. Negative where corrections took back
/// more than was used; of any number of decimals.
/// @param quantity          what is priced, in the meter's unit
/// @param fullQuantity      before units were prorated; it chooses the tier of a [Price.Volume]. Else the
///                          quantity itself
/// @param carriedAmount     the sum of the amounts that events brought; null: a dynamic price takes the quantity
/// @param transactionCount  how many values the quantity is the sum of; 0 where nobody asks
/// @param transactions      each value in the order in which it came, or empty: then only their sum and number
///                          are known
/// @param changes           units that came and went while the period ran, in their order; empty where nothing is
///                          prorated one by one
public record Usage(
        BigDecimal quantity,
        BigDecimal fullQuantity,
        @Nullable BigDecimal carriedAmount,
        long transactionCount,
        List<BigDecimal> transactions,
        List<Change> changes) {
    public static final Usage NONE = of(BigDecimal.ZERO);

    /// @param units  that came, or went when negative
    /// @param share  of them, for the rest of the period: already multiplied
    public record Change(BigDecimal units, BigDecimal share) {}

    public Usage {
        transactions = List.copyOf(transactions);
        changes = List.copyOf(changes);
    }

    public static Usage of(BigDecimal quantity) {
        return new Usage(quantity, quantity, null, 0, List.of(), List.of());
    }

    /// @param share  what is left of the full quantity once units were prorated
    public static Usage prorated(BigDecimal full, BigDecimal share) {
        return new Usage(share, full, null, 0, List.of(), List.of());
    }

    public static Usage carrying(BigDecimal quantity, BigDecimal amount) {
        return new Usage(quantity, quantity, amount, 0, List.of(), List.of());
    }

    public static Usage transactions(List<BigDecimal> values) {
        BigDecimal sum = sum(values);
        return new Usage(sum, sum, null, values.size(), values, List.of());
    }

    /// Enough for a percentage without a free allowance and without bounds of a transaction.
    public static Usage transactions(BigDecimal sum, long count) {
        return new Usage(sum, sum, null, count, List.of(), List.of());
    }

    public static Usage changes(List<Change> changes) {
        return new Usage(
                sum(changes.stream().map(Change::share).toList()),
                sum(changes.stream().map(Change::units).toList()),
                null,
                0,
                List.of(),
                changes);
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
