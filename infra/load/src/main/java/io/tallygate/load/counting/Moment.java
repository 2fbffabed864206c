package io.tallygate.load.counting;

import java.time.Instant;

/// Microseconds since 1970, UTC: the unit in which the store keeps the end of a call.
final class Moment {
    static final long MINUTE = 60_000_000;

    private Moment() {}

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    static long minute(long micros) {
        return Math.floorDiv(micros, MINUTE);
    }
}
