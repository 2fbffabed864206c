package io.tallygate.gateway.counter;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/// Nanoseconds, near those since 1970, that never jump: it goes on with [System#nanoTime] whatever becomes of the wall
/// clock, and after a restart where it was. On the same boot of the machine the monotonic clock says how long the
/// process
/// was away; after another boot only the wall clock can, and a wall clock that was put back says: no time at all.
public final class SteadyClock {
    /// Room that it needs in a mapped file.
    static final int SIZE = 32;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final int BOOT = 0;
    private static final int STEADY = 8;
    private static final int NANOS = 16;
    private static final int MILLIS = 24;

    private final MemorySegment anchor;
    private final LongSupplier nanos;
    private final LongSupplier millis;
    private final long offset;

    /// @param anchor  what the process before left, or zeros
    SteadyClock(MemorySegment anchor, long boot, LongSupplier nanos, LongSupplier millis) {
        this.anchor = anchor;
        this.nanos = nanos;
        this.millis = millis;
        long now = nanos.getAsLong();
        long wall = millis.getAsLong();
        long steady = anchor.get(LONG, STEADY);
        if (steady == 0) {
            offset = wall * 1_000_000 - now;
        } else {
            long away = anchor.get(LONG, BOOT) == boot && now >= anchor.get(LONG, NANOS)
                    ? now - anchor.get(LONG, NANOS)
                    : Math.max(0, wall - anchor.get(LONG, MILLIS)) * 1_000_000;
            offset = steady + away - now;
        }
        anchor.set(LONG, BOOT, boot);
        keep();
    }

    /// @param nanoTime  of [System#nanoTime]
    public long at(long nanoTime) {
        return nanoTime + offset;
    }

    public long now() {
        return nanos.getAsLong() + offset;
    }

    long wallMillis() {
        return millis.getAsLong();
    }

    /// Notes how late it is, for the next process. A kill in the middle leaves an earlier moment, or one read as "no
    /// time
    /// has passed", never a later one.
    void keep() {
        long now = nanos.getAsLong();
        anchor.set(LONG, NANOS, now);
        anchor.set(LONG, MILLIS, millis.getAsLong());
        anchor.set(LONG, STEADY, now + offset);
    }

    /// The machine's boot, as a number; 0 where it cannot be told, which never equals that of a boot.
    static long boot() {
        try {
            String id =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return java.util.UUID.fromString(id).getMostSignificantBits() | 1;
        } catch (IOException | IllegalArgumentException unknown) {
            return System.nanoTime() | 1;
        }
    }
}
