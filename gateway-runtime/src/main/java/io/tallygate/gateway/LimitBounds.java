package io.tallygate.gateway;

import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;

/// Counts the bounds of limit counts that are hit.
record LimitBounds(Metrics metrics) implements LimitCounts.Bounds {
    @Override
    public void keyForgotten() {
        metrics.hit(Limit.LIMIT_KEYS);
    }

    @Override
    public void keyCut() {
        metrics.hit(Limit.LIMIT_KEY_LENGTH);
    }

    @Override
    public void notRemembered() {
        metrics.hit(Limit.LIMIT_RECORDS);
    }
}
