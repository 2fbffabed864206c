package io.tallygate.gateway.counter;

import java.time.Instant;

/// Two clocks as a test wants them: a monotonic one, and a wall clock that jumps.
final class TestClock {
    /// What a [SteadyClock] that began with these says.
    long steady;

    private long wall;

    TestClock(Instant start) {
        wall = start.toEpochMilli();
        steady = wall * 1_000_000;
    }

    /// Near where they begin again, as [System#nanoTime] may be.
    long nanos() {
        return steady + Long.MAX_VALUE - 1_800_000_000_000_000_000L;
    }

    long millis() {
        return wall;
    }

    void advance(long nanos) {
        steady += nanos;
        wall += nanos / 1_000_000;
    }

    void jump(long millis) {
        wall += millis;
    }
}
