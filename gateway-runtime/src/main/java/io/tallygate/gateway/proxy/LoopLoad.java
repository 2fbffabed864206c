package io.tallygate.gateway.proxy;

import io.tallygate.gateway.observe.Limit;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/// Whether one event loop can take another call: how many it has under way, and how long a pass over its sockets
/// takes. While passes are long by the loop's own work, only a share of the new calls is let in, as large as brings
/// passes back to what a caller does not mind; the others are told so at once, which costs next to nothing beside
/// carrying them. A pause in which the loop does not work, the collector's for example, changes nothing.
final class LoopLoad {
    private static final long LONG_NANOS = 100_000_000L;
    private static final long SHORT_NANOS = 50_000_000L;
    private static final long VERY_LONG_NANOS = 300_000_000L;
    /// Passes must have been long for that time before a call is refused.
    private static final long PATIENCE_NANOS = 500_000_000L;

    private static final double LEAST_SHARE = 0.02;

    /// Of a long pass, what the loop's own thread must have worked for it to count; little, where others want the
    /// processors as well.
    private static final double OWN_WORK = 0.05;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final int mostCalls;
    private final MemoryPressure memory;
    private int calls;
    private double share = 1;
    private double credit;
    private long sweptAt;
    private long workedNanos;
    /// Since when passes have been long; 0: they are not.
    private long longSince;

    /// @param mostCalls  under way at once on this loop
    LoopLoad(int mostCalls, MemoryPressure memory) {
        this.mostCalls = mostCalls;
        this.memory = memory;
    }

    void begun() {
        calls++;
    }

    void ended() {
        calls--;
    }

    /// Asked once for each call, which is among those that have begun.
    /// @return  the bound that another call would pass; null: it is welcome
    @Nullable
    Limit refusal() {
        if (calls > mostCalls) {
            return Limit.CALLS;
        }
        if (share < 1) {
            credit += share;
            if (credit < 1) {
                return Limit.LOOP_TIME;
            }
            credit -= 1;
        }
        return memory.isFull() ? Limit.MEMORY : null;
    }

    /// At the end of the first pass that ends so long after the last time.
    /// @param nowNanos       of [System#nanoTime]
    /// @param intervalNanos  between two times when there is nothing to do
    void swept(long nowNanos, long intervalNanos) {
        long worked = THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : nowNanos;
        if (sweptAt != 0) {
            judge(nowNanos, nowNanos - sweptAt - intervalNanos, worked - workedNanos);
        }
        sweptAt = nowNanos;
        workedNanos = worked;
    }

    /// @param pass    how long it took
    /// @param worked  the loop's thread, since the last time
    void judge(long nowNanos, long pass, long worked) {
        if (pass > LONG_NANOS && worked > pass * OWN_WORK) {
            if (longSince == 0) {
                longSince = nowNanos - pass;
            }
            if (share < 1 || nowNanos - longSince >= PATIENCE_NANOS) {
                share = Math.max(LEAST_SHARE, share * (pass > VERY_LONG_NANOS ? 0.6 : 0.8));
            }
        } else if (pass < SHORT_NANOS) {
            longSince = 0;
            share = Math.min(1, share + Math.max(0.01, share * 0.06));
        }
    }
}
