package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;

/// Somebody wants to give back more of a line than there is left of it.
public final class MoreThanIsLeft extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String line;

    MoreThanIsLeft(String line, Money asked, Money left) {
        super("line %s: %s asked, %s left".formatted(line, asked, left));
        this.line = line;
    }

    public String line() {
        return line;
    }
}
