package io.tallygate.gateway.observe;

import io.tallygate.gateway.exchange.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Calls of one event loop: it alone counts, anybody may read.
public final class CallCounts {
    /// Upper bounds in microseconds; the last bucket has none.
    static final long[] BOUNDS = {
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        10_000_000
    };
    static final int STATUS_CLASSES = 6;
    static final int OUTCOMES = Outcome.values().length;
    private static final int BUCKETS = BOUNDS.length + 1;

    private final AtomicLongArray byStatus = new AtomicLongArray(STATUS_CLASSES * OUTCOMES);
    private final AtomicLongArray latency = new AtomicLongArray(BUCKETS);
    private final AtomicLongArray own = new AtomicLongArray(BUCKETS);
    /// Sums: latency and own time in microseconds, request and response bytes; calls that have begun, and have ended.
    private final AtomicLongArray sums = new AtomicLongArray(6);

    private static final int BEGUN = 4;
    private static final int ENDED = 5;

    private static final long LAG_WINDOW_NANOS = 15_000_000_000L;
    private final AtomicLong lag = new AtomicLong();
    private final AtomicLong lagBefore = new AtomicLong();
    private long lagSince = System.nanoTime();

    /// The loop came to its deadlines that much too late.
    public void late(long nanos, long nowNanos) {
        if (nowNanos - lagSince >= LAG_WINDOW_NANOS) {
            lagSince = nowNanos;
            lagBefore.lazySet(lag.getPlain());
            lag.lazySet(0);
        }
        if (nanos > lag.getPlain()) {
            lag.lazySet(nanos);
        }
    }

    /// The worst of the last 15 to 30 seconds.
    long lagNanos() {
        return Math.max(lag.get(), lagBefore.get());
    }

    /// @param ownMicros  of the latency, what the upstream did not take
    public void count(
            int status, Outcome outcome, long latencyMicros, long ownMicros, long requestBytes, long responseBytes) {
        add(byStatus, outcome.ordinal() * STATUS_CLASSES + Math.clamp(status / 100, 0, STATUS_CLASSES - 1), 1);
        add(latency, bucket(latencyMicros), 1);
        add(own, bucket(ownMicros), 1);
        add(sums, 0, latencyMicros);
        add(sums, 1, ownMicros);
        add(sums, 2, requestBytes);
        add(sums, 3, responseBytes);
    }

    public void begun() {
        add(sums, BEGUN, 1);
    }

    public void ended() {
        add(sums, ENDED, 1);
    }

    /// Calls under way, as far as one who looks from outside can tell.
    long active() {
        long ended = sums.get(ENDED);
        return sums.get(BEGUN) - ended;
    }

    private static int bucket(long micros) {
        int bucket = 0;
        while (bucket < BOUNDS.length && micros > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    private static void add(AtomicLongArray counts, int index, long amount) {
        counts.lazySet(index, counts.getPlain(index) + amount); // one writer
    }

    long calls(Outcome outcome, int statusClass) {
        return byStatus.get(outcome.ordinal() * STATUS_CLASSES + statusClass);
    }

    long latencyBucket(int bucket) {
        return latency.get(bucket);
    }

    long ownBucket(int bucket) {
        return own.get(bucket);
    }

    long sum(int index) {
        return sums.get(index);
    }
}
