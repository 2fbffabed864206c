package io.tallygate.billing.coupon;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;

/// What a coupon takes off.
public sealed interface Reduction {
    /// So much money, from lines in its currency only.
    /// @param money  above 0
    record Amount(Money money) implements Reduction {
        public Amount {
            if (money.signum() <= 0) {
                throw new IllegalArgumentException("a coupon takes something off: " + money);
            }
        }
    }

    /// A part of what is left of its lines.
    /// @param percent  above 0, at most 100
    record Percent(BigDecimal percent) implements Reduction {
        private static final BigDecimal ALL = new BigDecimal(100);

        public Percent {
            if (percent.signum() <= 0 || percent.compareTo(ALL) > 0) {
                throw new IllegalArgumentException("a coupon takes between 0 and 100 percent off: " + percent);
            }
        }
    }
}
