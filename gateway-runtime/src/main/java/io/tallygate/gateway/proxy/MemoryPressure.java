package io.tallygate.gateway.proxy;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/// How close the process is to the end of its memory, seen some times a second. Buffers are what strangers can make
/// it hold: answers that they ask for and do not read. The fuller they are, the shorter a client may keep one waiting.
final class MemoryPressure {
    private static final double SOME = 0.4;
    private static final double MUCH = 0.6;
    private static final double FULL = 0.95;
    private static final long SOME_PATIENCE_NANOS = 1_000_000_000L;
    private static final long LITTLE_PATIENCE_NANOS = 200_000_000L;

    private final long mostBuffers = PlatformDependent.maxDirectMemory();
    private final @Nullable MemoryPoolMXBean oldest = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
            .findFirst()
            .orElse(null);
    private volatile long patienceNanos = Long.MAX_VALUE;
    private volatile boolean full;

    void look() {
        double inBuffers = (double) PlatformDependent.usedDirectMemory() / mostBuffers;
        patienceNanos =
                inBuffers > MUCH ? LITTLE_PATIENCE_NANOS : inBuffers > SOME ? SOME_PATIENCE_NANOS : Long.MAX_VALUE;
        full = inBuffers > FULL || inHeap() > FULL;
    }

    /// Of what lives, as the last collection found it; garbage is no pressure.
    private double inHeap() {
        MemoryUsage lives = oldest == null ? null : oldest.getCollectionUsage();
        return lives == null || lives.getMax() <= 0 ? 0 : (double) lives.getUsed() / lives.getMax();
    }

    /// What a client gets to read more of an answer that waits for it.
    long patienceNanos() {
        return patienceNanos;
    }

    /// Another call might be one too many.
    boolean isFull() {
        return full;
    }
}
