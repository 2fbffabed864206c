package io.tallygate.metering.deadletter;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event that could not be counted.
/// @param reason      in one word
/// @param detail      for people
/// @param original    as it came; empty in lists
/// @param settledAt   when it was counted after all, or given up; null: it waits
public record DeadLetter(
        UUID id,
        String environment,
        Instant receivedAt,
        String reason,
        String detail,
        String original,
        UUID credential,
        String instance,
        @Nullable Instant settledAt) {}
