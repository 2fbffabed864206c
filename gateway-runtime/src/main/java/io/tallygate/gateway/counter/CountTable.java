package io.tallygate.gateway.counter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The counts of one limit, one for each key. Finding one takes no lock and makes no object; a new key takes a record.
/// When there are as many as there may be, one that was not asked for lately goes: second chance, oldest first.
public final class CountTable {
    private static final int CHANCES = 64;
    private static final int SWEEP = 500;

    private final LimitCounts home;
    private final String identity;
    private final long seedHigh;
    private final long seedLow;
    private volatile int most;
    private final @Nullable Sharing sharing;

    private volatile AtomicReferenceArray<@Nullable Count> chains = new AtomicReferenceArray<>(16);
    private final List<Count> all = new ArrayList<>();
    private int hand;

    /// @param most     keys
    /// @param sharing  null: counted by this instance alone
    CountTable(LimitCounts home, String identity, long seedHigh, long seedLow, int most, @Nullable Sharing sharing) {
        this.home = home;
        this.identity = identity;
        this.seedHigh = seedHigh;
        this.seedLow = seedLow;
        this.most = most;
        this.sharing = sharing;
    }

    void most(int keys) {
        most = keys;
    }

    String identity() {
        return identity;
    }

    @Nullable
    Sharing sharing() {
        return sharing;
    }

    /// The count of that key.
    /// @param allowance  as it is now; of the kind and length that the table was made for
    public Count of(CountKey key, Allowance allowance) {
        long high = key.hash(seedHigh, seedLow) | 1; // 0 marks a record without an owner
        long low = key.hash(~seedLow, seedHigh) | Long.MIN_VALUE;
        Count count = find(chains, high, low);
        if (count == null) {
            return make(key, high, low, allowance);
        }
        if (!count.touched) {
            count.touched = true;
        }
        if (count.allowance() != allowance) {
            count.allow(allowance);
        }
        return count;
    }

    private static @Nullable Count find(AtomicReferenceArray<@Nullable Count> chains, long high, long low) {
        Count count = chains.get((int) low & chains.length() - 1);
        while (count != null && (count.low != low || count.high != high)) {
            count = count.next;
        }
        return count;
    }

    private synchronized Count make(CountKey key, long high, long low, Allowance allowance) {
        Count there = find(chains, high, low);
        if (there != null) {
            return there;
        }
        if (all.size() >= most) {
            makeRoom();
        }
        if (all.isEmpty()) {
            home.holds(this);
        }
        Count made = home.count(high, low, this, key, allowance);
        put(made);
        return made;
    }

    private void makeRoom() {
        for (int chance = 0; ; chance++) {
            hand = hand >= all.size() ? 0 : hand;
            Count oldest = all.get(hand);
            if (!oldest.touched || chance >= CHANCES) {
                remove(oldest);
                home.evicted(oldest);
                return;
            }
            oldest.touched = false;
            hand++;
        }
    }

    private void put(Count count) {
        if (all.size() >= chains.length()) {
            grow();
        }
        count.place = all.size();
        all.add(count);
        int chain = (int) count.low & chains.length() - 1;
        count.next = chains.get(chain);
        chains.set(chain, count);
    }

    /// Readers that still walk the old chains may miss a count; they look again under the lock before they make one.
    private void grow() {
        AtomicReferenceArray<@Nullable Count> longer = new AtomicReferenceArray<>(chains.length() * 2);
        for (Count count : all) {
            int chain = (int) count.low & longer.length() - 1;
            count.next = longer.get(chain);
            longer.set(chain, count);
        }
        chains = longer;
    }

    private void remove(Count count) {
        count.gone = true;
        int chain = (int) count.low & chains.length() - 1;
        Count before = chains.get(chain);
        if (before == count) {
            chains.set(chain, count.next);
        } else {
            while (before != null && before.next != count) {
                before = before.next;
            }
            if (before != null) {
                before.next = count.next;
            }
        }
        Count last = all.removeLast();
        if (last != count) {
            last.place = count.place;
            all.set(count.place, last);
        }
    }

    /// Lets go of counts that say nothing any more, a few at a time: who makes one meanwhile must not wait.
    void sweep(long steady, long millis) {
        for (int below = Integer.MAX_VALUE; below > 0; ) {
            below = sweep(below, steady, millis);
        }
    }

    private synchronized int sweep(int below, long steady, long millis) {
        int place = Math.min(below, all.size()) - 1;
        for (int looked = 0; place >= 0 && looked < SWEEP; looked++, place--) {
            Count count = all.get(place);
            boolean isIdle = count.lease == null || count.lease.isIdle();
            if (isIdle && count.end(steady, millis)) {
                remove(count);
                home.ended(count);
            }
        }
        return place + 1;
    }

    synchronized boolean isEmpty() {
        return all.isEmpty();
    }

    synchronized int size() {
        return all.size();
    }
}
