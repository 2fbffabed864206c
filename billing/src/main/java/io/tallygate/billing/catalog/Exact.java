package io.tallygate.billing.catalog;

import java.math.BigDecimal;

/// Decimals as a catalogue has them: one form for one value, so that equal prices are equal records (0.00200 is
/// 0.002), never negative, at most [Price#MAX_INTEGER_DIGITS] digits before the point and [Price#MAX_DECIMALS]
/// after it.
final class Exact {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private Exact() {}

    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /// @param what  for the message: "a price", "a maximum"
    static BigDecimal notNegative(BigDecimal value, String what) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(what + " cannot be negative: " + value.toPlainString());
        }
        BigDecimal plain = plain(value);
        if (plain.scale() > Price.MAX_DECIMALS) {
            throw new IllegalArgumentException(
                    "%s has at most %d decimals: %s".formatted(what, Price.MAX_DECIMALS, plain.toPlainString()));
        }
        if (plain.precision() - plain.scale() > Price.MAX_INTEGER_DIGITS) {
            throw new IllegalArgumentException("%s has at most %d digits before the point: %s"
                    .formatted(what, Price.MAX_INTEGER_DIGITS, plain.toPlainString()));
        }
        return plain;
    }

    static BigDecimal positive(BigDecimal value, String what) {
        if (value.signum() == 0) {
            throw new IllegalArgumentException(what + " must be above 0");
        }
        return notNegative(value, what);
    }

    static BigDecimal percent(BigDecimal value, String what) {
        if (value.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException(what + " is at most 100 percent: " + value.toPlainString());
        }
        return notNegative(value, what);
    }
}
