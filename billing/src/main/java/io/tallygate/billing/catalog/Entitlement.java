package io.tallygate.billing.catalog;

import java.math.BigDecimal;

/// What having a rate card's feature means.
public sealed interface Entitlement {
    /// It may be used.
    record Included() implements Entitlement {}

    /// So many units in a billing period.
    /// @param units  above 0, in the meter's unit
    /// @param hard   whether the next unit is refused, or only paid
    record Units(BigDecimal units, boolean hard) implements Entitlement {
        public Units {
            units = Exact.positive(units, "an entitlement");
        }
    }

    /// A value that the publisher's own service reads, such as `seats=5`.
    /// @param value  1 to 200 characters
    record Setting(String value) implements Entitlement {
        public Setting {
            if (value.isBlank() || value.length() > 200) {
                throw new IllegalArgumentException("a setting has 1 to 200 characters");
            }
        }
    }
}
