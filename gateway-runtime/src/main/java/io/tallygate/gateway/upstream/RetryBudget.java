package io.tallygate.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How many calls of a while may be sent again: a share of them, and a few always. When everything fails, sending
/// everything again would only make it worse.
final class RetryBudget {
    private static final long WHILE_NANOS = 10_000_000_000L;
    private static final int ALWAYS = 10;

    private final int percent;
    private final AtomicLong since = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final AtomicInteger retries = new AtomicInteger();

    RetryBudget(int percent) {
        this.percent = percent;
    }

    void called(long nowNanos) {
        turn(nowNanos);
        calls.increment();
    }

    /// @return  false when it is used up
    boolean take(long nowNanos) {
        turn(nowNanos);
        long allowed = ALWAYS + calls.sum() * percent / 100;
        if (retries.incrementAndGet() <= allowed) {
            return true;
        }
        retries.decrementAndGet();
        return false;
    }

    private void turn(long nowNanos) {
        long from = since.get();
        if ((from == 0 || nowNanos - from > WHILE_NANOS) && since.compareAndSet(from, nowNanos | 1)) {
            calls.reset();
            retries.set(0);
        }
    }
}
