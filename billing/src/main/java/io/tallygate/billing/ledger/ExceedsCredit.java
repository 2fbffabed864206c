package io.tallygate.billing.ledger;

import java.math.BigDecimal;

/// More was to be taken than there is.
public final class ExceedsCredit extends RuntimeException {
    private final BigDecimal available;

    ExceedsCredit(BigDecimal wanted, BigDecimal available) {
        super("%s is more than the %s that can be taken.".formatted(wanted.toPlainString(), available.toPlainString()));
        this.available = available;
    }

    public BigDecimal available() {
        return available;
    }
}
