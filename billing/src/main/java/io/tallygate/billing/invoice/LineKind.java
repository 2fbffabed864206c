package io.tallygate.billing.invoice;

import java.util.Arrays;
import java.util.Locale;

/// What a line bills.
public enum LineKind {
    /// What a meter counted.
    USAGE,
    /// A fee.
    FLAT,
    /// What is missing to a minimum spend.
    MINIMUM,
    /// What is above a maximum spend; negative.
    MAXIMUM,
    /// What is missing to a commitment.
    COMMITMENT,
    /// Negative.
    DISCOUNT,
    /// Given back of what was billed before; negative.
    CREDIT;

    /// As the API and the store name it.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static LineKind ofSlug(String slug) {
        return Arrays.stream(values())
                .filter(kind -> kind.slug().equals(slug))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such kind of line: " + slug));
    }
}
