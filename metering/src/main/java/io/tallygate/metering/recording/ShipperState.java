package io.tallygate.metering.recording;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the shipper did since it started, for metrics and health.
/// @param shippedRows      acknowledged by the store
/// @param shippedBlocks    acknowledged by the store
/// @param failedTries      tries that were not acknowledged, for whatever reason
/// @param refusedTries     those of them where the store said it is the block's fault: somebody must look
/// @param damagedRecords   records whose checksum was wrong when they were to be shipped; kept aside, never
///         shipped
/// @param waitingOnRefusal the block at the head is being refused now
/// @param lastAcknowledged when the store last acknowledged a block
/// @param lastFailure      the store's last answer in words, null when the last try succeeded
public record ShipperState(
        long shippedRows,
        long shippedBlocks,
        long failedTries,
        long refusedTries,
        long damagedRecords,
        boolean waitingOnRefusal,
        @Nullable Instant lastAcknowledged,
        @Nullable String lastFailure) {}
