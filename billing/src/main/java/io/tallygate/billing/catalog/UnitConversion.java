package io.tallygate.billing.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// From the meter's unit to the one that is sold (bytes to gigabytes), and how much of a broken unit counts.
/// Converted first, then rounded, then free units are taken off. A part of a period that is billed early is
/// converted alone.
/// @param operation  what is done with the factor
/// @param factor     above 0; 1 leaves the unit as it is and only rounds
/// @param rounding   of the converted quantity
/// @param decimals   that stay, -12 to 12; -2 is hundreds; without meaning when nothing is rounded
public record UnitConversion(Operation operation, BigDecimal factor, Rounding rounding, int decimals) {
    private static final int MOST_DECIMALS = 12;

    /// What cannot be divided exactly keeps this many decimals.
    private static final int QUOTIENT_DECIMALS = 40;

    public enum Operation {
        MULTIPLY,
        DIVIDE
    }

    /// Away from zero, so that a correction takes back as many units as were billed.
    public enum Rounding {
        NONE,
        UP,
        HALF_UP,
        DOWN;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// @throws IllegalArgumentException  when there is no such rounding
        public static Rounding ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    public UnitConversion {
        factor = Exact.positive(factor, "a factor");
        if (decimals < -MOST_DECIMALS || decimals > MOST_DECIMALS) {
            throw new IllegalArgumentException("-12 to 12 decimals: " + decimals);
        }
    }

    /// Before it is rounded.
    public BigDecimal converted(BigDecimal quantity) {
        return Exact.plain(
                switch (operation) {
                    case MULTIPLY -> quantity.multiply(factor);
                    case DIVIDE -> quantity.divide(factor, QUOTIENT_DECIMALS, RoundingMode.HALF_EVEN);
                });
    }

    /// What is priced.
    public BigDecimal apply(BigDecimal quantity) {
        BigDecimal converted = converted(quantity);
        return switch (rounding) {
            case NONE -> converted;
            case UP -> Exact.plain(converted.setScale(decimals, RoundingMode.UP));
            case HALF_UP -> Exact.plain(converted.setScale(decimals, RoundingMode.HALF_UP));
            case DOWN -> Exact.plain(converted.setScale(decimals, RoundingMode.DOWN));
        };
    }
}
