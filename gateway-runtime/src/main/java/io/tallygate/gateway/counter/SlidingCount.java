package io.tallygate.gateway.counter;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A sliding window: never more than its units in any span of its length, wherever the span begins. It remembers when
/// each of the last units was used; above 256 units it remembers groups of them by their last, which can only refuse a
/// call early, by a 256th of the limit.
///
/// The record holds a ring of groups, each a word: when (40 bits, in ticks of 16 microseconds, rounded up) and how many
/// units (24 bits). Several event loops may count at once: the lock is held for nanoseconds.
final class SlidingCount extends Count {
    static final int RING = 32;
    static final int MOST_GROUPS = 256;

    private static final int COUNT_BITS = 24;
    private static final long COUNTS = (1L << COUNT_BITS) - 1;
    private static final int TICK_SHIFT = 14;

    private final Allowance.Sliding allowance;
    private final long windowTicks;
    private final long groupSize;
    private final int capacity;
    private int oldest;
    private int groups;
    private long used;
    private boolean ended;

    // the first and the last group as the record has them, which is far from the processor; 0: there is none

    private long first;
    private long last;

    SlidingCount(long high, long low, MemorySegment record, Allowance.Sliding allowance, @Nullable Lease lease) {
        super(high, low, record, lease);
        this.allowance = allowance;
        this.windowTicks = Math.ceilDiv(allowance.seconds() * 1_000_000_000L, 1L << TICK_SHIFT);
        this.capacity = capacity(allowance);
        this.groupSize = Math.max(1, Math.ceilDiv(allowance.units(), capacity));
        long ring = record.get(LONG, MappedRecords.STATE);
        oldest = Math.floorMod((int) (ring >>> 32), capacity);
        groups = Math.clamp((int) ring, 0, capacity);
        for (int i = 0; i < groups; i++) {
            used += group(i) & COUNTS;
        }
        first = groups == 0 ? 0 : group(0);
        last = groups == 0 ? 0 : group(groups - 1);
    }

    /// How many groups the record has room for.
    static int capacity(Allowance.Sliding allowance) {
        return allowance.units() <= 16 ? 16 : allowance.units() <= 64 ? 64 : MOST_GROUPS;
    }

    static int recordSize(Allowance.Sliding allowance) {
        return RING + 8 * capacity(allowance);
    }

    @Override
    public Allowance allowance() {
        return allowance;
    }

    @Override
    void allow(Allowance changed) {} // another number of units is another limit

    private long at(int group) {
        int place = oldest + group;
        return RING + 8L * (place < capacity ? place : place - capacity);
    }

    private long group(int group) {
        return record.get(LONG, at(group));
    }

    /// Signed, so that a group of a moment ahead is one.
    private static long ticksFrom(long group, long toTick) {
        return (toTick - (group >>> COUNT_BITS)) << COUNT_BITS >> COUNT_BITS;
    }

    private void ring() {
        record.set(LONG, MappedRecords.STATE, (long) oldest << 32 | groups);
    }

    private void forget(long steady) {
        long tick = steady >> TICK_SHIFT;
        int before = groups;
        while (groups > 0 && ticksFrom(first, tick) >= windowTicks) {
            used -= first & COUNTS;
            oldest = oldest + 1 == capacity ? 0 : oldest + 1;
            groups--;
            first = groups == 0 ? 0 : groups == 1 ? last : group(0);
        }
        if (groups != before) {
            last = groups == 0 ? 0 : last;
            ring();
        }
    }

    @Override
    public synchronized long room(long steady, long millis) {
        forget(steady);
        return Math.max(0, most(0, steady) - used);
    }

    @Override
    public synchronized long take(long steady, long millis, long cost) {
        wanted(cost);
        forget(steady);
        if (ended || used + cost > most(0, steady)) {
            return NO_ROOM;
        }
        return append(steady, cost);
    }

    @Override
    public synchronized void add(long steady, long millis, long units) {
        forget(steady);
        if (!ended) {
            append(steady, Math.min(units, Allowance.MOST_COST));
        }
    }

    private long append(long steady, long units) {
        long tick = (steady >> TICK_SHIFT) + 1;
        if (groups > 0 && ticksFrom(last, tick) < 0) {
            tick = last >>> COUNT_BITS; // another event loop was a moment earlier here
        }
        tick &= (1L << 40) - 1;
        boolean joins = groups > 0
                && (last >>> COUNT_BITS == tick || groups == capacity || (last & COUNTS) + units <= groupSize);
        if (joins) {
            long count = Math.min(COUNTS, (last & COUNTS) + units);
            used += count - (last & COUNTS);
            last = tick << COUNT_BITS | count;
        } else {
            used += units;
            last = tick << COUNT_BITS | units;
            groups++;
        }
        first = groups == 1 ? last : first;
        record.set(LONG, at(groups - 1), last);
        holdsUntil(steady + (windowTicks + 2 << TICK_SHIFT));
        ring();
        return tick;
    }

    /// From the group that holds what was taken then: the first that ends no earlier.
    @Override
    public synchronized void giveBack(long mark, long units) {
        int found = groups;
        while (found > 0 && ticksFrom(group(found - 1), mark) <= 0) {
            found--;
        }
        if (ended || found == groups) {
            return;
        }
        long group = group(found);
        long given = Math.min(units, group & COUNTS);
        record.set(LONG, at(found), group - given);
        used -= given;
        if (found == groups - 1 && (group & COUNTS) == given) {
            groups--;
            ring();
        }
        first = groups == 0 ? 0 : group(0);
        last = groups == 0 ? 0 : group(groups - 1);
    }

    @Override
    public synchronized long remaining(long steady, long millis, long most) {
        forget(steady);
        return Math.min(most, left(0, used, steady));
    }

    @Override
    synchronized long used(long steady, long millis) {
        forget(steady);
        return used;
    }

    @Override
    long ordinal(long steady, long millis) {
        return 0;
    }

    @Override
    public synchronized long nanosToMore(long steady, long millis) {
        forget(steady);
        return groups == 0
                ? 0
                : Math.min(
                        allowance.seconds() * 1_000_000_000L,
                        (windowTicks - ticksFrom(first, steady >> TICK_SHIFT)) << TICK_SHIFT);
    }

    @Override
    synchronized boolean end(long steady, long millis) {
        forget(steady);
        ended = groups == 0;
        return ended;
    }
}
