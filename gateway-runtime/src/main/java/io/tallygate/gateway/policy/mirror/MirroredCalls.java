package io.tallygate.gateway.policy.mirror;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/// How many copies are under way in this process.
final class MirroredCalls implements AutoCloseable {
    static final int MAX_UNDER_WAY = 256;

    private final AtomicInteger underWay = new AtomicInteger();
    private final Metrics metrics;

    MirroredCalls(Metrics metrics) {
        this.metrics = metrics;
    }

    /// @return  false: there are as many as may be
    boolean enter() {
        if (underWay.incrementAndGet() > MAX_UNDER_WAY) {
            underWay.decrementAndGet();
            metrics.hit(Limit.MIRRORED_CALLS);
            return false;
        }
        return true;
    }

    void leave() {
        underWay.decrementAndGet();
    }

    int underWay() {
        return underWay.get();
    }

    Metrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        // those under way end with their event loops
    }
}
