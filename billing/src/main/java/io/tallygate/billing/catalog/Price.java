package io.tallygate.billing.catalog;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a unit of a meter costs, or a feature without one. A new model is a new record here, and the build stops
/// wherever it must be thought of. Amounts are ≥ 0, in the plan's currency, with at most 12 decimals; 0 is a
/// price ("free of charge"), which is not the same as no price at all ("not sold").
public sealed interface Price {
    /// Decimals that a unit price may have.
    int MAX_DECIMALS = 12;

    /// Digits before the decimal point that a unit price may have.
    int MAX_INTEGER_DIGITS = 12;

    /// The name that the store, documents and the API use for this model.
    String model();

    /// An amount for a period, or once: of no quantity.
    record Flat(BigDecimal amount) implements Price {
        public static final String MODEL = "flat";

        public Flat {
            amount = Exact.notNegative(amount, "a price");
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// Every unit costs the same.
    record PerUnit(BigDecimal unitAmount) implements Price {
        public static final String MODEL = "per-unit";

        public PerUnit {
            unitAmount = Exact.notNegative(unitAmount, "a price");
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// Each unit is priced by the tier it falls into; a tier's flat amount is due as soon as the tier is
    /// reached, the first one's also when nothing was used.
    record Graduated(List<Tier> tiers) implements Price {
        public static final String MODEL = "graduated";

        public Graduated {
            tiers = Tiers.checked(tiers, Tier::upTo);
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// The tier that the whole quantity falls into prices every unit, and adds its flat amount; nothing used
    /// falls into the first. Known only when the period has ended.
    record Volume(List<Tier> tiers) implements Price {
        public static final String MODEL = "volume";

        public Volume {
            tiers = Tiers.checked(tiers, Tier::upTo);
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// Whole packages, the last one as soon as a part of it is used; free units are taken off before.
    /// @param size    units in a package, above 0
    /// @param amount  of a package
    record Package(BigDecimal size, BigDecimal amount) implements Price {
        public static final String MODEL = "package";

        public Package {
            size = Exact.positive(size, "a package's size");
            amount = Exact.notNegative(amount, "a price");
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// A share of the value of each transaction, and an amount for each. Transactions count in the order in
    /// which they came; the free allowance ends at the first of its two bounds. The transaction in which it
    /// ends is paid for the rest of its value and with the whole fixed amount.
    /// @param ratePercent       of a transaction's value, 0 to 100
    /// @param fixedAmount       for each transaction that is not free
    /// @param freeTransactions  null: not bounded by their number
    /// @param freeValue         null: not bounded by their value; both null: nothing is free
    /// @param least             a paid transaction costs at least this, rate and fixed amount together
    /// @param most              and at most this
    record Percentage(
            BigDecimal ratePercent,
            BigDecimal fixedAmount,
            @Nullable Long freeTransactions,
            @Nullable BigDecimal freeValue,
            @Nullable BigDecimal least,
            @Nullable BigDecimal most)
            implements Price {
        public static final String MODEL = "percentage";

        public Percentage {
            ratePercent = Exact.percent(ratePercent, "a rate");
            fixedAmount = Exact.notNegative(fixedAmount, "a price");
            freeValue = freeValue == null ? null : Exact.notNegative(freeValue, "a free value");
            least = least == null ? null : Exact.notNegative(least, "a minimum");
            most = most == null ? null : Exact.notNegative(most, "a maximum");
            if (freeTransactions != null && freeTransactions < 0) {
                throw new IllegalArgumentException("free transactions cannot be negative: " + freeTransactions);
            }
            if (least != null && most != null && least.compareTo(most) > 0) {
                throw new IllegalArgumentException("a minimum above the maximum: " + least.toPlainString());
            }
        }

        /// Whether the sum of the values and their number are not enough.
        public boolean needsEachTransaction() {
            return freeTransactions != null || freeValue != null || least != null || most != null;
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// As [Graduated], of the value that falls into a tier.
    record GraduatedPercentage(List<PercentTier> tiers) implements Price {
        public static final String MODEL = "graduated-percentage";

        public GraduatedPercentage {
            tiers = Tiers.checked(tiers, PercentTier::upTo);
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// The value itself with a markup: what each event says it cost, or the quantity, times the multiplier.
    /// @param multiplier  1.2 adds a fifth; at least 0
    record Dynamic(BigDecimal multiplier) implements Price {
        public static final String MODEL = "dynamic";

        public Dynamic {
            multiplier = Exact.notNegative(multiplier, "a multiplier");
        }

        @Override
        public String model() {
            return MODEL;
        }
    }

    /// @param upTo        units, inclusive, of any number of decimals; null marks the last tier, which never ends
    /// @param unitAmount  null: the tier has a flat amount alone
    /// @param flatAmount  null: none
    record Tier(
            @Nullable BigDecimal upTo,
            @Nullable BigDecimal unitAmount,
            @Nullable BigDecimal flatAmount) {
        public Tier {
            upTo = upTo == null ? null : Exact.positive(upTo, "a tier's end");
            unitAmount = unitAmount == null ? null : Exact.notNegative(unitAmount, "a price");
            flatAmount = flatAmount == null ? null : Exact.notNegative(flatAmount, "a price");
        }
    }

    /// @param upTo         value, inclusive; null marks the last tier
    /// @param ratePercent  of the value in this tier, 0 to 100
    /// @param flatAmount   null: none
    record PercentTier(
            @Nullable BigDecimal upTo,
            BigDecimal ratePercent,
            @Nullable BigDecimal flatAmount) {
        public PercentTier {
            upTo = upTo == null ? null : Exact.positive(upTo, "a tier's end");
            ratePercent = Exact.percent(ratePercent, "a rate");
            flatAmount = flatAmount == null ? null : Exact.notNegative(flatAmount, "a price");
        }
    }
}
