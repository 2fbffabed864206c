package io.tallygate.metering.recording;

import java.time.Duration;

/// How much disk the journal may take, and how often it is forced there.
/// @param gatewayGroup  written into every record
/// @param region        written into every call's record; may be empty
/// @param segmentBytes  size of one file; 1 MiB to 1 GiB
/// @param maxBytes      of all segment files together; at least four segments. At this bound
///         [UsageJournal#reserve] refuses
/// @param warnRatio     of `maxBytes` from which [JournalState#nearlyFull] says so, 0 to 1
/// @param sync          when records are forced to the disk
/// @param syncInterval  longest time a record waits for that, unless it is forced with its block
/// @param maxRowBytes   of one record
public record JournalSettings(
        String gatewayGroup,
        String region,
        int segmentBytes,
        long maxBytes,
        double warnRatio,
        SyncPolicy sync,
        Duration syncInterval,
        int maxRowBytes) {
    public JournalSettings {
        if (segmentBytes < 1 << 20 || segmentBytes > 1 << 30 || segmentBytes % 4096 != 0) {
            throw new IllegalArgumentException("segmentBytes: " + segmentBytes);
        }
        if (maxBytes < 4L * segmentBytes) {
            throw new IllegalArgumentException("maxBytes must hold at least four segments: " + maxBytes);
        }
        if (!(warnRatio > 0 && warnRatio <= 1)) {
            throw new IllegalArgumentException("warnRatio: " + warnRatio);
        }
        if (syncInterval.isNegative() || sync == SyncPolicy.INTERVAL && syncInterval.isZero()) {
            throw new IllegalArgumentException("syncInterval: " + syncInterval);
        }
        if (maxRowBytes < UsageRow.MAX_BYTES || maxRowBytes > segmentBytes / 4) {
            throw new IllegalArgumentException("maxRowBytes: " + maxRowBytes);
        }
    }

    /// Of calls, in no region.
    /// @param syncInterval  zero: only with the block that a record is shipped in
    public JournalSettings(
            String gatewayGroup, int segmentBytes, long maxBytes, double warnRatio, Duration syncInterval) {
        this(
                gatewayGroup,
                "",
                segmentBytes,
                maxBytes,
                warnRatio,
                syncInterval.isZero() ? SyncPolicy.BLOCK : SyncPolicy.INTERVAL,
                syncInterval,
                UsageRow.MAX_BYTES);
    }

    /// 16 MiB segments, 4 GiB in all (about 12 million calls), a warning at three quarters, forced every second.
    public static JournalSettings ofGroup(String gatewayGroup) {
        return new JournalSettings(gatewayGroup, 16 << 20, 4L << 30, 0.75, Duration.ofSeconds(1));
    }

    /// As [#ofGroup] for what back ends tell: 2 MiB segments, 1 GiB in all.
    public static JournalSettings ofEvents(String gatewayGroup) {
        return new JournalSettings(
                gatewayGroup,
                "",
                2 << 20,
                1L << 30,
                0.75,
                SyncPolicy.INTERVAL,
                Duration.ofSeconds(1),
                Math.max(EventRow.MAX_BYTES, DeadLetterRow.MAX_BYTES));
    }

    public JournalSettings in(String otherRegion) {
        return new JournalSettings(
                gatewayGroup, otherRegion, segmentBytes, maxBytes, warnRatio, sync, syncInterval, maxRowBytes);
    }

    /// A small journal has small segments, so that some can be given back while others are written.
    /// @param bytes  of all segment files together
    public JournalSettings within(long bytes) {
        int segment = (int) Math.clamp(Long.highestOneBit(bytes / 16), 1L << 20, (long) segmentBytes);
        return new JournalSettings(gatewayGroup, region, segment, bytes, warnRatio, sync, syncInterval, maxRowBytes);
    }

    public JournalSettings forced(SyncPolicy policy, Duration interval) {
        return new JournalSettings(
                gatewayGroup, region, segmentBytes, maxBytes, warnRatio, policy, interval, maxRowBytes);
    }
}
