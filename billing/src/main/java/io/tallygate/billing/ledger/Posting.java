package io.tallygate.billing.ledger;

import java.math.BigDecimal;

/// @param amount  what comes onto the account; below zero what leaves it; never zero
public record Posting(Account account, BigDecimal amount) {
    public Posting {
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("a posting of nothing on " + account);
        }
    }
}
