package io.tallygate.gateway.counter;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Spans that follow each other: fixed windows, and a quota's periods. Span and units lie in one word that is changed
/// by
/// compare-and-set, so that they are always true together, also for who finds the record after a kill.
///
/// Never goes back to an earlier span: a clock that is put back counts on in the span that had begun.
final class SpanCount extends Count {
    private static final int SHIFT = 40;
    private static final long USED = (1L << SHIFT) - 1;
    private static final long ORDINALS = (1L << 24) - 1;
    private static final long ENDED = -1;

    /// Windows that a group's clock may be put right by without one beginning anew.
    private static final long MOST_AHEAD = 2;

    private volatile Allowance allowance;
    private volatile @Nullable Period period;
    private final long windowNanos;

    /// Span and remaining units as clients were told last; null: they may rise, when units are given back.
    private final @Nullable AtomicLong told;

    SpanCount(long high, long low, MemorySegment record, Allowance.Fixed fixed, @Nullable Lease lease) {
        super(high, low, record, lease);
        this.allowance = fixed;
        this.period = null;
        this.windowNanos = fixed.seconds() * 1_000_000_000L;
        this.told = new AtomicLong(-1);
    }

    SpanCount(long high, long low, MemorySegment record, Allowance.Quota quota, @Nullable Lease lease, long millis) {
        super(high, low, record, lease);
        this.allowance = quota;
        this.period = quota.period();
        this.windowNanos = 0;
        this.told = lease == null ? null : new AtomicLong(-1);
        bringBack(quota.period().at(millis).ordinal() & ORDINALS);
    }

    /// A wall clock that was years ahead when it counted must not close the quota for years: a new process that knows
    /// better moves what was counted to the span that it is.
    private void bringBack(long now) {
        long state = state();
        if (state != 0 && isNewer(state >>> SHIFT, now + 1 & ORDINALS)) {
            change(state, now << SHIFT | state & USED);
        }
    }

    @Override
    public Allowance allowance() {
        return allowance;
    }

    @Override
    void allow(Allowance changed) {
        allowance = changed;
        period = changed instanceof Allowance.Quota quota ? quota.period() : null;
    }

    private long state() {
        return (long) WORD.getVolatile(record, (long) MappedRecords.STATE);
    }

    private boolean change(long from, long to) {
        return WORD.compareAndSet(record, (long) MappedRecords.STATE, from, to);
    }

    /// A group's windows go by one clock.
    private long windowClock(long steady) {
        return lease == null ? steady : steady + lease.clockOffset();
    }

    /// By the clock; 24 bits that begin again at 0.
    private long clockOrdinal(long steady, long millis) {
        Period spans = period;
        return (spans == null
                        ? Math.floorDiv(windowClock(steady), windowNanos)
                        : spans.at(millis).ordinal())
                & ORDINALS;
    }

    private static boolean isNewer(long ordinal, long than) {
        long ahead = ordinal - than & ORDINALS;
        return ahead != 0 && ahead < ORDINALS / 2;
    }

    /// A word that no call has changed yet is of no span. Windows go by a clock that never jumps; one that lies further
    /// ahead than the next was counted before a group's clock was known.
    private boolean isPast(long state, long ordinal) {
        if (state == 0 || state == ENDED) {
            return true;
        }
        long ahead = (state >>> SHIFT) - ordinal & ORDINALS;
        return isNewer(ordinal, state >>> SHIFT) || period == null && ahead > MOST_AHEAD;
    }

    @Override
    long ordinal(long steady, long millis) {
        long clock = clockOrdinal(steady, millis);
        long state = state();
        return isPast(state, clock) ? clock : state >>> SHIFT;
    }

    @Override
    long used(long steady, long millis) {
        long state = state();
        return isPast(state, clockOrdinal(steady, millis)) ? 0 : state & USED;
    }

    @Override
    public long room(long steady, long millis) {
        return Math.max(0, most(ordinal(steady, millis), steady) - used(steady, millis));
    }

    @Override
    public long take(long steady, long millis, long cost) {
        wanted(cost);
        long clock = clockOrdinal(steady, millis);
        while (true) {
            long state = state();
            boolean begins = isPast(state, clock);
            long ordinal = begins ? clock : state >>> SHIFT;
            long used = (begins ? 0 : state & USED) + cost;
            if (state == ENDED || used > Math.min(most(ordinal, steady), USED)) {
                return NO_ROOM;
            }
            if (begins) { // first: a kill must not leave units in a record that seems to be over
                holdsUntil(endsAt(steady, millis));
            }
            if (change(state, ordinal << SHIFT | used)) {
                return ordinal;
            }
        }
    }

    private long endsAt(long steady, long millis) {
        Period spans = period;
        if (spans == null) {
            return steady + 2 * windowNanos;
        }
        // for a whole span more: by then the wall clock may have been put back
        Period.Span span = spans.at(millis);
        return steady + (2 * span.endsAt() - span.startsAt() - millis) * 1_000_000;
    }

    @Override
    public void add(long steady, long millis, long units) {
        long clock = clockOrdinal(steady, millis);
        while (true) {
            long state = state();
            boolean begins = isPast(state, clock);
            long ordinal = begins ? clock : state >>> SHIFT;
            long used = Math.min(USED, (begins ? 0 : state & USED) + units);
            if (state == ENDED) {
                return;
            }
            if (begins) {
                holdsUntil(endsAt(steady, millis));
            }
            if (change(state, ordinal << SHIFT | used)) {
                return;
            }
        }
    }

    @Override
    public void giveBack(long mark, long units) {
        while (true) {
            long state = state();
            if (state == ENDED || state >>> SHIFT != mark) {
                return;
            }
            if (change(state, state - Math.min(units, state & USED))) {
                return;
            }
        }
    }

    @Override
    public long remaining(long steady, long millis, long most) {
        long ordinal = ordinal(steady, millis);
        long left = Math.min(Math.min(USED, most), left(ordinal, used(steady, millis), steady));
        AtomicLong last = told;
        while (last != null) {
            long before = last.get();
            if (before != -1 && before >>> SHIFT == ordinal && (before & USED) <= left) {
                return before & USED;
            }
            if (last.compareAndSet(before, ordinal << SHIFT | left)) {
                break;
            }
        }
        return left;
    }

    @Override
    public long nanosToMore(long steady, long millis) {
        Period spans = period;
        return spans == null
                ? windowNanos - Math.floorMod(windowClock(steady), windowNanos)
                : Math.max(1, spans.at(millis).endsAt() - millis) * 1_000_000;
    }

    @Override
    boolean end(long steady, long millis) {
        long state = state();
        return record.get(LONG, MappedRecords.HOLDS_UNTIL) - steady < 0
                && isPast(state, clockOrdinal(steady, millis))
                && change(state, ENDED);
    }
}
