package io.tallygate.metering.recording;

/// When records are forced to the disk. A killed process loses none of them whatever it says: this is about a
/// machine that loses power.
public enum SyncPolicy {
    /// All that came since the last time, at an interval.
    INTERVAL,
    /// With the block that they are shipped in.
    BLOCK,
    /// Before whoever made one goes on: those that come meanwhile share the next force.
    RECORD
}
