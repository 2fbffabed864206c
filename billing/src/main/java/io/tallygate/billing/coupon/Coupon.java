package io.tallygate.billing.coupon;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A coupon as it stands when an invoice is composed.
/// @param code       by which people know it
/// @param onlyLines  keys of the lines it is for; empty: none of the lines; null: all of them
public record Coupon(
        String code,
        Reduction reduction,
        Lasting lasting,
        @Nullable Set<String> onlyLines) {
    public Coupon {
        onlyLines = onlyLines == null ? null : Set.copyOf(onlyLines);
    }

    boolean isFor(String line) {
        return onlyLines == null || onlyLines.contains(line);
    }
}
