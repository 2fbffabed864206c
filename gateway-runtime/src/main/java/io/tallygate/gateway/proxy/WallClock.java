package io.tallygate.gateway.proxy;

import java.time.Instant;

/// The wall clock of one event loop: goes with [System#nanoTime], which a call asks anyway, and is set right with every
/// sweep.
final class WallClock {
    private long aheadMicros;

    WallClock() {
        set(System.nanoTime());
    }

    void set(long nowNanos) {
        Instant now = Instant.now();
        aheadMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - nowNanos / 1_000;
    }

    /// Microseconds since 1970.
    long micros(long nanos) {
        return aheadMicros + nanos / 1_000;
    }
}
