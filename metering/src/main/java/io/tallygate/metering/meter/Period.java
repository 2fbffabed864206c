package io.tallygate.metering.meter;

import java.time.Instant;

/// A half-open span of time, `[from, to)`.
/// @param from  UTC, included
/// @param to    UTC, not included; after `from`
public record Period(Instant from, Instant to) {
    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a period must end after it begins: " + from + " to " + to);
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }
}
