package io.tallygate.metering.recording;

import java.time.Duration;

/// How much disk the journal may take, and how often it is forced there.
/// @param gatewayGroup  written into every record
/// @param segmentBytes  size of one file; 1 MiB to 1 GiB
/// @param maxBytes      of all segment files together; at least four segments. At this bound
///         [UsageJournal#reserve] refuses
/// @param warnRatio     of `maxBytes` from which [JournalState#nearlyFull] says so, 0 to 1
/// @param syncInterval  longest time a record waits to be forced to the disk; zero: only with the block it is
///         shipped in. A killed process loses nothing either way; this is about a machine that loses power
public record JournalSettings(
        String gatewayGroup, int segmentBytes, long maxBytes, double warnRatio, Duration syncInterval) {
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
        if (syncInterval.isNegative()) {
            throw new IllegalArgumentException("syncInterval: " + syncInterval);
        }
    }

    /// 16 MiB segments, 4 GiB in all (about 14 million calls), a warning at three quarters, forced every second.
    public static JournalSettings ofGroup(String gatewayGroup) {
        return new JournalSettings(gatewayGroup, 16 << 20, 4L << 30, 0.75, Duration.ofSeconds(1));
    }
}
