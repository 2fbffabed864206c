package io.tallygate.portal.gatewayconfig;

import java.time.Duration;

/// Every limit of the feed, by name.
public final class FeedLimits {
    /// Responses that one portal holds open; one more is answered 503, and its gateway asks again (another
    /// portal, perhaps).
    public static final int MAX_STREAMS = 500;

    /// Batches that are read from the database at the same moment; others wait. Leaves connections of the pool
    /// to everybody else.
    public static final int READS_AT_ONCE = 6;

    /// How long a response waits for its turn to read before it gives up; its gateway asks again.
    public static final Duration READ_PATIENCE = Duration.ofSeconds(30);

    /// What is read from the database ahead of a gateway that takes it slowly.
    public static final int READ_AHEAD_BYTES = 1 << 20;

    /// How long a batch may take to be written to its reader, from the first line to the last. A reader that is
    /// slower than that loses its response rather than hold a connection and an old snapshot of the database.
    public static final Duration BATCH_DEADLINE = Duration.ofMinutes(2);

    /// Live changes up to this size are read once and shared by all responses; more are read by each response
    /// on its own.
    public static final int SHARED_BATCH_BYTES = 1 << 20;

    /// The contract promises one at least every 5 s.
    public static final Duration HEARTBEAT = Duration.ofSeconds(4);

    /// How often the groups' revisions are looked at when no notification came.
    public static final Duration POLL = Duration.ofMillis(1500);

    /// Tombstones older than this are forgotten; a gateway that was away longer gets a snapshot.
    public static final Duration TOMBSTONES_KEPT = Duration.ofDays(7);

    /// Instances that did not report for so long are no longer listed.
    public static final Duration INSTANCES_KEPT = Duration.ofDays(7);

    /// Instances of one group that are remembered at once.
    public static final int MAX_INSTANCES = 1000;

    /// Of what an instance reports.
    public static final int REPORT_CHARACTERS = 1024 * 1024;

    /// Entities that an instance says it cannot use; it counts them all.
    public static final int REFUSALS_TOLD = 200;

    /// Kinds of policies that an operator has added to an instance.
    public static final int POLICIES_TOLD = 100;

    private FeedLimits() {}
}
