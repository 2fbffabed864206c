package io.tallygate.metering.recording;

import java.time.Duration;

/// @param linger        longest time a record waits for others before its block is closed
/// @param maxBlockRows  a block is closed earlier when it holds so many
/// @param maxBlockBytes … or so many bytes
/// @param firstRetry    first wait after a failure; it doubles, with jitter, up to `maxRetry`, for ever
/// @param maxRetry      longest wait between two tries
/// @param closeWithin   how long [UsageShipper#close] goes on shipping; what is left stays in the journal for the
///         next start
public record ShipperSettings(
        Duration linger,
        int maxBlockRows,
        int maxBlockBytes,
        Duration firstRetry,
        Duration maxRetry,
        Duration closeWithin) {
    public ShipperSettings {
        if (maxBlockRows < 1 || maxBlockBytes < 64 << 10 || firstRetry.compareTo(maxRetry) > 0 || linger.isNegative()) {
            throw new IllegalArgumentException("shipper settings out of bounds");
        }
    }

    public ShipperSettings inBlocksOf(int bytes) {
        return new ShipperSettings(
                linger, maxBlockRows, Math.min(bytes, maxBlockBytes), firstRetry, maxRetry, closeWithin);
    }

    /// 400 ms, 100,000 rows or 24 MiB a block; retries from 100 ms to 10 s; 10 s at close.
    public static ShipperSettings standard() {
        return new ShipperSettings(
                Duration.ofMillis(400),
                100_000,
                24 << 20,
                Duration.ofMillis(100),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }
}
