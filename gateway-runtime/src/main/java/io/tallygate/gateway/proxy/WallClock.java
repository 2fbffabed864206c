package io.tallygate.gateway.proxy;

import java.time.Instant;

/// The wall clock of one event loop: goes with [System#nanoTime], which a call asks anyway, and is set right with every
/// sweep.
final class WallClock {
    private static final int MOST_TRIES = 4;
    private static final long AT_ONCE_NANOS = 20_000;

    private long aheadMicros;

    WallClock() {
        set();
    }

    /// Both clocks are read at the same moment: on a starved machine milliseconds can pass between two lines.
    void set() {
        long shortest = Long.MAX_VALUE;
        for (int tries = 0; tries < MOST_TRIES && shortest > AT_ONCE_NANOS; tries++) {
            long before = System.nanoTime();
            Instant now = Instant.now();
            long passed = System.nanoTime() - before;
            if (passed < shortest) {
                shortest = passed;
                aheadMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - (before + passed / 2) / 1_000;
            }
        }
    }

    /// Microseconds since 1970.
    long micros(long nanos) {
        return aheadMicros + nanos / 1_000;
    }
}
