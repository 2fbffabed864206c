package io.tallygate.billing.coupon;

import java.math.BigDecimal;

/// For how many invoices a coupon lasts.
public sealed interface Lasting {
    /// One time. Of an amount that an invoice was too small for, the rest stays for later ones.
    /// @param used  what earlier invoices took of an amount; 0 for a percentage
    record Once(BigDecimal used) implements Lasting {
        public static final Once UNUSED = new Once(BigDecimal.ZERO);
    }

    /// In full on so many invoices; one that it takes nothing off is not counted.
    /// @param invoicesLeft  0 when it has ended
    record Repeating(int invoicesLeft) implements Lasting {
        public Repeating {
            if (invoicesLeft < 0) {
                throw new IllegalArgumentException("invoicesLeft: " + invoicesLeft);
            }
        }
    }

    /// In full on every invoice.
    record Forever() implements Lasting {}
}
