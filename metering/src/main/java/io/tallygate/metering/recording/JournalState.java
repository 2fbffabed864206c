package io.tallygate.metering.recording;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the journal holds at one moment, for metrics and health.
/// @param usedBytes         disk taken by segments that hold something the store has not acknowledged
/// @param maxBytes          the bound of it
/// @param nearlyFull        the warning ratio is passed
/// @param refusing          a reservation made now would be refused
/// @param appendedRecords   since this process opened the journal
/// @param acknowledgedRecords  acknowledged by the store since this process opened the journal
/// @param unshippedRecords  on disk and not acknowledged, those of earlier boots included
/// @param refusedReservations  since this process opened the journal
/// @param recoveredRecords  found unshipped at opening
/// @param voidBytes         bytes that hold no valid record: appends cut by a kill, or damage
/// @param oldestUnshipped   when the oldest record not yet acknowledged was appended, to about a block; null when
///         all is shipped
public record JournalState(
        long usedBytes,
        long maxBytes,
        boolean nearlyFull,
        boolean refusing,
        long appendedRecords,
        long acknowledgedRecords,
        long unshippedRecords,
        long refusedReservations,
        long recoveredRecords,
        long voidBytes,
        @Nullable Instant oldestUnshipped) {}
