package io.tallygate.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How many of the calls of a while have failed. Counted by all event loops at once; at the turn from one while
/// to the next a count may land on either side, which does no harm.
final class FailureShare {
    private final int percent;
    private final int minimumCalls;
    private final long whileNanos;
    private final AtomicLong since = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final AtomicInteger failures = new AtomicInteger();

    /// @param percent       of failures that is too much; over 100: it never is
    /// @param minimumCalls  fewer say nothing
    FailureShare(int percent, int minimumCalls, int whileMillis) {
        this.percent = percent;
        this.minimumCalls = minimumCalls;
        this.whileNanos = whileMillis * 1_000_000L;
    }

    /// @return  whether with this failure it is too much
    boolean add(boolean well, long nowNanos) {
        if (percent > 100) {
            return false;
        }
        long from = since.get();
        if ((from == 0 || nowNanos - from > whileNanos) && since.compareAndSet(from, nowNanos | 1)) {
            calls.reset();
            failures.set(0);
        }
        calls.increment();
        if (well) {
            return false;
        }
        long all = calls.sum();
        return failures.incrementAndGet() * 100L >= all * percent && all >= minimumCalls;
    }

    void forget() {
        since.set(0);
    }
}
