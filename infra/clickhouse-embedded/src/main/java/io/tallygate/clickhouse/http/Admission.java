package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.EngineException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets as many statements into the engine as may run there at once; a bounded number of others wait, for a bounded
/// time.
final class Admission {
    private final Semaphore places;
    private final Limits limits;
    private final Counters counters;

    Admission(Limits limits, Counters counters) {
        this.places = new Semaphore(limits.statements(), true);
        this.limits = limits;
        this.counters = counters;
    }

    /// @throws EngineException  when there is no place
    void enter() throws EngineException {
        if (places.tryAcquire()) {
            return;
        }
        boolean entered = false;
        try {
            entered = counters.waiting.incrementAndGet() <= limits.waiting()
                    && places.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            counters.waiting.decrementAndGet();
        }
        if (!entered) {
            counters.refused("statements");
            throw EngineException.of(
                    EngineException.TOO_MANY_SIMULTANEOUS_QUERIES,
                    "Too many simultaneous queries. Maximum: " + limits.statements(),
                    "TOO_MANY_SIMULTANEOUS_QUERIES");
        }
    }

    void leave() {
        places.release();
    }
}
