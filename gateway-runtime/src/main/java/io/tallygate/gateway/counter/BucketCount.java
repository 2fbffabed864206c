package io.tallygate.gateway.counter;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A token bucket, kept as a level of used units that runs dry at the bucket's rate. An instance of a group that may
/// use
/// a part of the bucket has that part of its rate as well, so that the parts together are never more than the whole.
///
/// Level (in millionths) and its moment are two words; the moment is written first, so that a kill between them can
/// only
/// leave a level that is too high. Several event loops may count at once: the lock is held for nanoseconds.
final class BucketCount extends Count {
    static final int LEVEL = 32;
    static final int RECORD = 64;

    private static final long UNIT = 1_000_000;
    private static final double LONGEST = 0x1p60;

    private final Allowance.Bucket allowance;
    private final double microsPerNano;
    private long level;
    private long levelAt;
    private boolean ended;

    BucketCount(long high, long low, MemorySegment record, Allowance.Bucket allowance, @Nullable Lease lease) {
        super(high, low, record, lease);
        this.allowance = allowance;
        this.microsPerNano = (double) allowance.units() * UNIT / (allowance.seconds() * 1e9);
        levelAt = record.get(LONG, MappedRecords.STATE);
        level = Math.max(0, record.get(LONG, LEVEL));
    }

    @Override
    public Allowance allowance() {
        return allowance;
    }

    @Override
    void allow(Allowance changed) {} // another number of units is another limit

    /// How long `units` take to run out, and a second, nanoseconds. At most 36 years, so that it can be added to a
    /// moment
    /// and multiplied: a unit a day and a large burst are longer than 63 bits of nanoseconds.
    static long nanosToDry(Allowance.Bucket bucket, long units) {
        return (long) Math.min(LONGEST, 1e9 * bucket.seconds() * units / bucket.units() + 1e9);
    }

    /// How many units fit in, all in all.
    private long capacity(long steady) {
        return Math.min(allowance.burst(), most(0, steady));
    }

    private void leak(long steady, long capacity) {
        long nanos = steady - levelAt;
        if (nanos <= 0) {
            return;
        }
        double rate = microsPerNano * capacity / allowance.burst();
        // rounded down, and the rest of the time is kept for the next look, or a busy bucket would never run dry
        long leaked = (long) (rate * nanos);
        if (leaked >= level) {
            level = 0;
            levelAt = steady;
        } else if (leaked > 0) {
            level -= leaked;
            levelAt += (long) Math.ceil(leaked / rate);
        }
    }

    private void write(long steady) {
        record.set(LONG, MappedRecords.STATE, levelAt);
        record.set(LONG, LEVEL, level);
        holdsUntil(steady + nanosToDry(allowance, level / UNIT + 1) * (lease == null ? 1 : 4));
    }

    @Override
    public synchronized long room(long steady, long millis) {
        long capacity = capacity(steady);
        leak(steady, capacity);
        return Math.max(0, (capacity * UNIT - level) / UNIT);
    }

    @Override
    public synchronized long take(long steady, long millis, long cost) {
        wanted(cost);
        long capacity = capacity(steady);
        leak(steady, capacity);
        if (ended || level + cost * UNIT > capacity * UNIT) {
            return NO_ROOM;
        }
        level += cost * UNIT;
        write(steady);
        return 0;
    }

    @Override
    public synchronized void add(long steady, long millis, long units) {
        leak(steady, capacity(steady));
        if (!ended) {
            level = Math.min(level + units * UNIT, Allowance.MOST_UNITS * UNIT);
            write(steady);
        }
    }

    /// What has run out meanwhile is not given back: the level stops at 0.
    @Override
    public synchronized void giveBack(long mark, long units) {
        if (!ended) {
            level = Math.max(0, level - units * UNIT);
            record.set(LONG, LEVEL, level);
        }
    }

    @Override
    public synchronized long remaining(long steady, long millis, long most) {
        return Math.min(most, left(0, used(steady, millis), steady));
    }

    @Override
    synchronized long used(long steady, long millis) {
        leak(steady, capacity(steady));
        return Math.ceilDiv(level, UNIT);
    }

    @Override
    long ordinal(long steady, long millis) {
        return 0;
    }

    @Override
    public synchronized long nanosToMore(long steady, long millis) {
        long capacity = capacity(steady);
        leak(steady, capacity);
        if (level == 0) {
            return 0;
        }
        long part = level % UNIT == 0 ? UNIT : level % UNIT;
        double rate = microsPerNano * Math.max(1, capacity) / allowance.burst();
        return (long) Math.ceil(part / rate);
    }

    @Override
    synchronized boolean end(long steady, long millis) {
        leak(steady, capacity(steady));
        ended = level == 0;
        return ended;
    }
}
