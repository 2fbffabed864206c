package io.tallygate.gateway.counter;

import java.util.Arrays;

/// A sliding window: never more than `calls` in any span of `seconds`, wherever the span begins. It remembers when each
/// of the last calls came; above 1,024 calls it remembers groups of them by their last, which can only refuse a call
/// early, by a thousandth of the limit. At most 16 KiB, and only as much as was asked for lately.
///
/// Time is [System#nanoTime], so a clock that jumps changes nothing. Several event loops may count at once: the lock is
/// held for nanoseconds.
public final class RateWindow {
    private static final int MAX_GROUPS = 1024;

    private final long calls;
    private final long windowNanos;
    private final long groupSize;

    /// Ring of groups: when the last call of each came, and how many it holds.
    private long[] times = new long[8];

    private long[] counts = new long[8];
    private int oldest;
    private int groups;
    private long used;

    public RateWindow(long calls, int seconds) {
        this.calls = calls;
        this.windowNanos = seconds * 1_000_000_000L;
        this.groupSize = Math.max(1, Math.ceilDiv(calls, MAX_GROUPS));
    }

    public boolean isFor(long calls, int seconds) {
        return this.calls == calls && windowNanos == seconds * 1_000_000_000L;
    }

    /// Counts a call when there is room for it.
    public synchronized boolean count(long nowNanos) {
        forget(nowNanos);
        if (used >= calls) {
            return false;
        }
        int newest = (oldest + groups - 1) % times.length;
        if (groups == 0 || counts[newest] >= groupSize) {
            if (groups == times.length) {
                grow();
            }
            newest = (oldest + groups++) % times.length;
            counts[newest] = 0;
        }
        times[newest] = nowNanos;
        counts[newest]++;
        used++;
        return true;
    }

    /// Takes back the call that was counted last: it was refused for another reason.
    public synchronized void uncount() {
        if (groups > 0) {
            int newest = (oldest + groups - 1) % times.length;
            used--;
            if (--counts[newest] == 0) {
                groups--;
            }
        }
    }

    public synchronized long remaining(long nowNanos) {
        forget(nowNanos);
        return calls - used;
    }

    /// @return  until a call that counts now no longer does, so that one more may come; 0 when none counts
    public synchronized long nanosToNext(long nowNanos) {
        forget(nowNanos);
        return groups == 0 ? 0 : times[oldest] + windowNanos - nowNanos;
    }

    private void forget(long nowNanos) {
        while (groups > 0 && nowNanos - times[oldest] >= windowNanos) {
            used -= counts[oldest];
            oldest = (oldest + 1) % times.length;
            groups--;
        }
    }

    private void grow() {
        int length = times.length;
        times = unrolled(times, length);
        counts = unrolled(counts, length);
        oldest = 0;
    }

    private long[] unrolled(long[] ring, int length) {
        long[] longer = Arrays.copyOfRange(ring, oldest, oldest + 2 * length);
        System.arraycopy(ring, 0, longer, length - oldest, oldest);
        return longer;
    }
}
