package io.tallygate.gateway.counter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/// Calls of one subscription in one month: a slot of the [QuotaFile], changed by compare-and-set, so that month and
/// count are always true together, also for who finds the file after a kill.
///
/// Never goes back to an earlier month: a clock that is put back counts on in the month that had begun.
public final class QuotaCount {
    /// More calls a month than anybody makes: 2^47.
    public static final long MAX_CALLS = (1L << 47) - 1;

    static final VarHandle STATE = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final int MONTH_SHIFT = 48;
    private static final long USED = (1L << MONTH_SHIFT) - 1;

    private final MemorySegment memory;
    private final long offset;

    QuotaCount(MemorySegment memory, long offset) {
        this.memory = memory;
        this.offset = offset;
    }

    static int month(long state) {
        return (int) (state >>> MONTH_SHIFT);
    }

    private long state() {
        return (long) STATE.getVolatile(memory, offset);
    }

    private boolean change(long from, long to) {
        return STATE.compareAndSet(memory, offset, from, to);
    }

    /// @return  calls counted in that month; those of the newest month when the clock was put back
    public long used(int month) {
        long state = state();
        return month(state) < month ? 0 : state & USED;
    }

    /// Counts a call when fewer than `limit` are counted.
    /// @return  the month it was counted in, for [#uncount]; -1 when there is no room
    public int count(int month, long limit) {
        while (true) {
            long state = state();
            int counting = Math.max(month, month(state));
            long used = month(state) < month ? 0 : state & USED;
            if (used >= Math.min(limit, MAX_CALLS)) {
                return -1;
            }
            if (change(state, (long) counting << MONTH_SHIFT | used + 1)) {
                return counting;
            }
        }
    }

    /// Gives a call back; nothing happens when its month is over.
    public void uncount(int month) {
        while (true) {
            long state = state();
            if (month(state) != month || (state & USED) == 0 || change(state, state - 1)) {
                return;
            }
        }
    }
}
