package io.tallygate.gateway.counter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// What was used up of one [Allowance] by whom it is counted for. Exact, whichever event loop counts; lives in a mapped
/// record, so that a killed process forgets nothing.
///
/// All methods take the moment twice: `steady` of the [SteadyClock], by which rates go, and `millis` of the wall clock,
/// by which periods go.
public abstract sealed class Count permits SpanCount, SlidingCount, BucketCount {
    /// Instead of a mark: nothing was taken.
    public static final long NO_ROOM = -1;

    static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    final long high;
    final long low;
    final MemorySegment record;

    /// In a group: how much of the allowance this instance may use up. Null: all of it.
    final @Nullable Lease lease;

    // these belong to the CountTable

    volatile @Nullable Count next;
    boolean touched = true;

    /// Nobody will find it any more.
    volatile boolean gone;

    int place;

    Count(long high, long low, MemorySegment record, @Nullable Lease lease) {
        this.high = high;
        this.low = low;
        this.record = record;
        this.lease = lease;
    }

    public abstract Allowance allowance();

    /// A new configuration allows another number of units of the same.
    abstract void allow(Allowance changed);

    /// Units that may be taken here and now.
    public abstract long room(long steady, long millis);

    /// Uses up `cost` units when there is room for them.
    /// @return  what [#giveBack] wants; [#NO_ROOM] when nothing was taken
    public abstract long take(long steady, long millis, long cost);

    /// Uses up units that were used already, whether there is room or not.
    public abstract void add(long steady, long millis, long units);

    /// Gives units back that [#take] took; nothing happens when they count no longer.
    public abstract void giveBack(long mark, long units);

    /// Units that are left, of the whole group where the allowance is shared. Never negative; in fixed windows, and in
    /// every span that a group shares, never rising.
    /// @param most  who was refused is told no more, although another instance may yet leave something
    public abstract long remaining(long steady, long millis, long most);

    public final long remaining(long steady, long millis) {
        return remaining(steady, millis, Long.MAX_VALUE);
    }

    /// @return  until more units are there than now, nanoseconds; 0 when all are there
    public abstract long nanosToMore(long steady, long millis);

    /// What is used up now, by this instance.
    abstract long used(long steady, long millis);

    /// Which span it is, of those that follow each other; 0 where there is only one, without end.
    abstract long ordinal(long steady, long millis);

    /// Ends the count when it says nothing any more.
    abstract boolean end(long steady, long millis);

    /// Whether the store that the group counts in is away.
    public final boolean isStoreLost() {
        return lease != null && lease.isLost();
    }

    /// Whether there may be room in a moment, when the group's store has answered.
    public final boolean mayGrow(long steady, long millis) {
        return lease != null && lease.mayGrow(ordinal(steady, millis), used(steady, millis));
    }

    /// @param then  called once when the store has answered or was found to be away, on a thread of the counts
    public final void whenAnswered(Runnable then) {
        Lease shared = lease;
        if (shared == null) {
            then.run();
        } else {
            shared.whenAnswered(then);
        }
    }

    /// Of all units, those that this instance may use up.
    final long most(long ordinal, long steady) {
        Lease shared = lease;
        return shared == null ? allowance().capacity() : shared.ceiling(ordinal, steady);
    }

    final long left(long ordinal, long used, long steady) {
        Lease shared = lease;
        return shared == null ? Math.max(0, allowance().capacity() - used) : shared.remaining(ordinal, used, steady);
    }

    /// Whether no call passes while the group's store is away.
    public final boolean refusesWhenLost() {
        return lease != null && lease.refusesWhenLost();
    }

    /// Somebody wants that much, whether it is there or not; [#take] says so by itself.
    public final void wanted(long cost) {
        Lease shared = lease;
        if (shared != null) {
            shared.wanted(cost);
        }
    }

    final void holdsUntil(long steady) {
        record.set(LONG, MappedRecords.HOLDS_UNTIL, steady);
    }
}
