package io.tallygate.billing.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for what other workers hold. What they do takes a chunk's time at most; who waits much longer waits for one
/// that
/// neither works nor dies.
final class Patience {
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private long waitingSince = System.nanoTime();

    void progress() {
        waitingSince = System.nanoTime();
    }

    /// @throws IllegalStateException  when nothing has become free for [#LONGEST_WAIT]
    void pause() {
        if (System.nanoTime() - waitingSince > LONGEST_WAIT.toNanos()) {
            throw new IllegalStateException("another worker has held subscriptions for " + LONGEST_WAIT);
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
}
