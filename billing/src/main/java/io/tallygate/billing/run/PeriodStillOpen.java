package io.tallygate.billing.run;

import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/// The month has not ended everywhere, or usage of it may still arrive.
public final class PeriodStillOpen extends RuntimeException {
    private final YearMonth month;
    private final @Nullable Instant closesAt;

    private PeriodStillOpen(String message, YearMonth month, @Nullable Instant closesAt) {
        super(message);
        this.month = month;
        this.closesAt = closesAt;
    }

    static PeriodStillOpen until(YearMonth month, Instant closesAt) {
        return new PeriodStillOpen("%s can be billed from %s on.".formatted(month, closesAt), month, closesAt);
    }

    static PeriodStillOpen missingUsage(YearMonth month, Instant completeUpTo) {
        return new PeriodStillOpen(
                "%s can be billed when every gateway has told what it had some time after its end: complete up to %s."
                        .formatted(month, completeUpTo),
                month,
                null);
    }

    public YearMonth month() {
        return month;
    }

    /// From then on the month can be billed; null when that depends on a gateway that holds calls of it.
    public @Nullable Instant closesAt() {
        return closesAt;
    }
}
