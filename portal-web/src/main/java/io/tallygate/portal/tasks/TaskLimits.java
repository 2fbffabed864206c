package io.tallygate.portal.tasks;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Every limit of the background work, by name.
public final class TaskLimits {
    /// What one portal runs at the same moment.
    public static final int THREADS = 20;

    /// What runs for one tenant at the same moment, on all portals together: with fewer than a fifth of the threads,
    /// one tenant's slow work leaves the others theirs.
    public static final int PER_TENANT = 4;

    /// How soon work that is due is noticed.
    public static final Duration POLL = Duration.ofMillis(500);

    /// How often a portal says that it still runs what it took.
    public static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /// Work of a portal that was silent for so many heartbeats is taken over by another.
    public static final int MISSED_HEARTBEATS = 4;

    /// How long a portal that stops waits for what it runs; the rest is interrupted and runs again elsewhere.
    public static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    public static final int LONGEST_NAME = 100;
    public static final int LONGEST_INSTANCE = 250;
    public static final int LARGEST_DATA_BYTES = 65_536;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private TaskLimits() {}

    /// What comes again anyhow waits no longer after a failure than it would have, but for a minute.
    static Duration longestRetry(Duration every) {
        return every.compareTo(Duration.ofMinutes(1)) > 0 ? every : Duration.ofMinutes(1);
    }

    /// The pause before the next try: 5 s, then twice as long each time, at most an hour, give or take a tenth.
    /// @param failures  in a row, 1 or more
    public static Duration retry(int failures) {
        int doublings = Math.min(failures - 1, 12);
        long millis = Math.min(FIRST_RETRY.toMillis() << doublings, LONGEST_RETRY.toMillis());
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(-millis / 10, millis / 10 + 1));
    }
}
