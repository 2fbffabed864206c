package io.tallygate.billing.run;

import java.time.Instant;
import java.time.YearMonth;

/// The month has not ended everywhere, or usage of it may still arrive.
public final class PeriodStillOpen extends RuntimeException {
    private final YearMonth month;
    private final Instant closesAt;

    public PeriodStillOpen(YearMonth month, Instant closesAt) {
        super("%s can be billed from %s on.".formatted(month, closesAt));
        this.month = month;
        this.closesAt = closesAt;
    }

    public YearMonth month() {
        return month;
    }

    /// From then on the month can be billed.
    public Instant closesAt() {
        return closesAt;
    }
}
