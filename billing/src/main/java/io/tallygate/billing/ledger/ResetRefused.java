package io.tallygate.billing.ledger;

import java.time.Instant;

/// A usage period was to end before, or in the minute of, the end of the one before.
public final class ResetRefused extends RuntimeException {
    public enum Reason {
        BEFORE_LAST_RESET,
        SAME_MINUTE_AS_LAST_RESET
    }

    private final Reason reason;

    ResetRefused(Reason reason, Instant last) {
        super("The last reset was at " + last + ".");
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
