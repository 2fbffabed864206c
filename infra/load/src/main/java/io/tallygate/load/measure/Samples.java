package io.tallygate.load.measure;

import java.time.Duration;
import java.util.Arrays;

/// Durations, all kept: with a few hundred or thousand of them a percentile is a sample and not an estimate.
/// Safe for several threads.
public final class Samples {
    private long[] nanos = new long[256];
    private int count;

    public synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = duration;
    }

    public synchronized int count() {
        return count;
    }

    /// The smallest sample that is not below `percent` of all (nearest rank).
    /// @throws IllegalStateException  when there is no sample
    public synchronized Duration percentile(double percent) {
        if (count == 0) {
            throw new IllegalStateException("no samples");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent * count / 100);
        return Duration.ofNanos(sorted[Math.min(Math.max(rank, 1), count) - 1]);
    }
}
