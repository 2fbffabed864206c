package io.tallygate.portal.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One event on its way to one webhook, as the log has it.
/// @param state          `waiting`, `delivered` or `failed`
/// @param attempts       so far
/// @param nextAttemptAt  null unless it waits
/// @param lastStatus     of the last attempt's answer; null when there was none
/// @param heldBack       it found no room among those that wait, and was not sent
public record Delivery(
        UUID id,
        UUID event,
        String type,
        String resource,
        UUID resourceId,
        long sequence,
        String state,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant lastAttemptAt,
        @Nullable Integer lastStatus,
        boolean heldBack) {

    /// For templates.
    public UUID getId() {
        return id;
    }
}
