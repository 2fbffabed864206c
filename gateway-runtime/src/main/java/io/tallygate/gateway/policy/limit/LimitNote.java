package io.tallygate.gateway.policy.limit;

import io.tallygate.gateway.counter.Count;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.exchange.Slot;
import org.jspecify.annotations.Nullable;

/// What one limit has counted of one call. A call's notes hang on each other; those of an ended call are used again.
final class LimitNote {
    private static final Slot<LimitNote> SLOT = new Slot<>(LimitNote.class);

    /// Kept by a thread; more are left to the collector.
    private static final int MOST_SPARE = 256;

    private static final ThreadLocal<Spare> SPARE = ThreadLocal.withInitial(Spare::new);

    private static final class Spare {
        private @Nullable LimitNote first;
        private int length;
    }

    private @Nullable LimitPolicy owner;
    private int index;
    private @Nullable LimitNote next;

    /// Null: the limit does not concern the call.
    @Nullable
    Count count;

    long mark;
    long units;
    long cost;
    int waits;
    boolean refused;
    boolean old;
    long left;

    static LimitNote of(Exchange call, LimitPolicy owner, int index) {
        LimitNote first = call.slot(SLOT);
        for (LimitNote note = first; note != null; note = note.next) {
            if (note.owner == owner && note.index == index) {
                return note;
            }
        }
        Spare spare = SPARE.get();
        LimitNote note = spare.first;
        if (note == null) {
            note = new LimitNote();
        } else {
            spare.first = note.next;
            spare.length--;
        }
        note.owner = owner;
        note.index = index;
        note.next = first;
        call.slot(SLOT, note);
        return note;
    }

    /// @return  the least that any rate told so far has left; -1: none has told
    static long leastOld(Exchange call) {
        long least = -1;
        for (LimitNote note = call.slot(SLOT); note != null; note = note.next) {
            if (note.old && (least < 0 || note.left < least)) {
                least = note.left;
            }
        }
        return least;
    }

    /// The call is over for its owner.
    static void drop(Exchange call, LimitPolicy owner) {
        LimitNote before = null;
        Spare spare = SPARE.get();
        LimitNote note = call.slot(SLOT);
        while (note != null) {
            LimitNote following = note.next;
            if (note.owner == owner) {
                if (before == null) {
                    call.slot(SLOT, following);
                } else {
                    before.next = following;
                }
                note.forget(spare);
            } else {
                before = note;
            }
            note = following;
        }
    }

    private void forget(Spare spare) {
        owner = null;
        count = null;
        mark = units = cost = left = 0;
        waits = 0;
        refused = false;
        old = false;
        next = null;
        if (spare.length < MOST_SPARE) {
            next = spare.first;
            spare.first = this;
            spare.length++;
        }
    }
}
