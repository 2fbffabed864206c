package io.tallygate.billing.subscription;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What can happen to a subscription, at a moment that may lie in the past or in the future.
public sealed interface HistoryChange {
    Instant at();

    /// From then on another plan version, for ever: changes of plan that were meant for later are off. Pauses and the
    /// end
    /// stay as they are.
    record ToPlan(UUID planVersion, Instant at) implements HistoryChange {}

    /// @param until  when it goes on by itself; null: when somebody resumes it
    record Pause(Instant at, @Nullable Instant until) implements HistoryChange {
        public Pause {
            if (until != null && !at.isBefore(until)) {
                throw new IllegalArgumentException("a pause must end after it begins: " + at + " to " + until);
            }
        }
    }

    /// Goes on; pauses that were meant for later are off.
    record Resume(Instant at) implements HistoryChange {}

    /// Ends it. An end that comes sooner stays; one that comes later is brought forward.
    record Cancel(Instant at) implements HistoryChange {}
}
