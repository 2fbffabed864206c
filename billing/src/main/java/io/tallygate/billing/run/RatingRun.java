package io.tallygate.billing.run;

import java.time.Instant;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A month that was closed. Whoever closes it again reads as of the same moment.
/// @param cutOff          what the store had taken by then was read, and nothing later; of the store's clock
/// @param completeUntil   how far usage was known to be complete when it was closed
/// @param overrideReason  why it was closed although usage may be missing; null: none was
public record RatingRun(
        UUID id,
        YearMonth month,
        Instant cutOff,
        Instant completeUntil,
        @Nullable String overrideReason,
        Instant startedAt) {}
