package io.tallygate.billing.catalog;

import java.math.BigDecimal;

/// What a unit of a meter costs. A new model is a new record here, and the build stops wherever it must
/// be thought of.
public sealed interface Price {
    /// Decimals that a unit price may have.
    int MAX_DECIMALS = 12;

    /// Digits before the decimal point that a unit price may have.
    int MAX_INTEGER_DIGITS = 12;

    /// The name that the store and documents use for this model.
    String model();

    /// Every unit costs the same.
    /// @param unitAmount  ≥ 0, in the plan's currency, at most 12 decimals; 0 is a price ("free of
    /// charge"), not its absence
    record PerUnit(BigDecimal unitAmount) implements Price {
        public static final String MODEL = "per-unit";

        public PerUnit {
            if (unitAmount.signum() < 0) {
                throw new IllegalArgumentException("a price cannot be negative: " + unitAmount.toPlainString());
            }
            // one form for one price, so that equal prices are equal values: 0.00200 is 0.002
            unitAmount = unitAmount.signum() == 0 ? BigDecimal.ZERO : unitAmount.stripTrailingZeros();
            if (unitAmount.scale() < 0) {
                unitAmount = unitAmount.setScale(0);
            }
            if (unitAmount.scale() > MAX_DECIMALS) {
                throw new IllegalArgumentException(
                        "a unit price has at most %d decimals: %s".formatted(MAX_DECIMALS, unitAmount.toPlainString()));
            }
            if (unitAmount.precision() - unitAmount.scale() > MAX_INTEGER_DIGITS) {
                throw new IllegalArgumentException("a unit price has at most %d digits before the point: %s"
                        .formatted(MAX_INTEGER_DIGITS, unitAmount.toPlainString()));
            }
        }

        @Override
        public String model() {
            return MODEL;
        }
    }
}
