package io.tallygate.billing.run;

import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A part of a subscription's life in which one set of prices holds.
/// @param stage   place of the plan version's phase; their number: after all of them, where the plan's own
///                cards hold
/// @param paused  no fee runs
/// @param from    included
/// @param to      not included; null: it goes on
record Stretch(
        UUID planVersion,
        int stage,
        boolean paused,
        Instant from,
        @Nullable Instant to) {
    /// Not included; long after everything while it goes on.
    Instant end() {
        return to == null ? Instant.MAX : to;
    }

    /// @throws IllegalStateException  when it goes on
    Period period() {
        if (to == null) {
            throw new IllegalStateException("a stretch without an end is no period: " + this);
        }
        return new Period(from, to);
    }
}
