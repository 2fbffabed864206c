package io.tallygate.billing.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What every list of tiers must be: one or more, each ending above the one before, the last never.
public final class Tiers {
    /// More would be a table that nobody reads.
    public static final int MOST = 100;

    private Tiers() {}

    static <T> List<T> checked(List<T> tiers, Function<T, @Nullable BigDecimal> upTo) {
        if (tiers.isEmpty() || tiers.size() > MOST) {
            throw new IllegalArgumentException("1 to %d tiers: %d".formatted(MOST, tiers.size()));
        }
        BigDecimal before = BigDecimal.ZERO;
        for (int at = 0; at < tiers.size(); at++) {
            BigDecimal end = upTo.apply(tiers.get(at));
            if ((end == null) != (at == tiers.size() - 1)) {
                throw new IllegalArgumentException("the last tier, and no other, has no end: tier " + (at + 1));
            }
            if (end != null) {
                if (end.compareTo(before) <= 0) {
                    throw new IllegalArgumentException("tier %d ends at %s, not above %s"
                            .formatted(at + 1, end.toPlainString(), before.toPlainString()));
                }
                before = end;
            }
        }
        return List.copyOf(tiers);
    }
}
