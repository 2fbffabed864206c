package io.tallygate.gateway.counter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much of a limit this instance may use up, where a group shares the limit. All instances together never hold more
/// than the limit: what one may use is written down in the group's store before it is used. An instance that has not
/// asked yet may let very little pass meanwhile, a hundredth of the limit among all the others, or one unit.
///
/// Event loops read it and say what they want; the thread of [GroupCounts] asks for more, and gives back.
final class Lease {
    private static final long TICK = 10_000_000L;
    private static final long ROUTINE = 100_000_000L;
    private static final long IDLE = 1_000_000_000L;

    private final GroupCounts group;
    private final Sharing sharing;
    private final String name;

    /// After so long without a word nothing of an instance counts any more; a period's counts until its end.
    private final long holdNanos;

    private volatile Granted granted = Granted.NOTHING;
    private @Nullable Count count;

    // written by event loops as they come, without care: it is an estimate of what will be wanted next
    private long wanted;
    private long largest = 1;
    private volatile boolean active;
    private volatile boolean retired;

    // of the thread of GroupCounts alone
    private long wantedBefore;
    private long askedAt;
    private long wantedAt;
    private int capRecovery;
    private long capOrdinal;
    private long cap;
    private final Claim claim;
    private List<Runnable> waiting = new ArrayList<>(0);

    /// @param ordinal  the span that this is of
    /// @param ceiling  units that this instance may use up in all
    /// @param others      units that the others use up, or may
    /// @param othersUsed  those of them that are used up
    /// @param most        that this instance may use up in all once the store is away
    /// @param growth      by how much the others grew lately from one answer to the next
    /// @param at          of the [SteadyClock]
    private record Granted(long ordinal, long ceiling, long others, long othersUsed, long most, long growth, long at) {
        static final Granted NOTHING = new Granted(-1, 0, 0, 0, 0, 0, 0);

        /// What is let go of is nobody else's until the store hears of it, so [#most] stays what it was.
        Granted loweredTo(long lower) {
            return lower < ceiling ? new Granted(ordinal, lower, others, othersUsed, most, growth, at) : this;
        }
    }

    Lease(GroupCounts group, Sharing sharing, String name, long holdNanos) {
        this.group = group;
        this.sharing = sharing;
        this.name = name;
        this.holdNanos = holdNanos;
        this.claim = new Claim(name);
    }

    void of(Count owner) {
        count = owner;
    }

    private Count count() {
        Count owner = count;
        if (owner == null) {
            throw new IllegalStateException(name);
        }
        return owner;
    }

    private long capacity() {
        return count().allowance().capacity();
    }

    // event loops ----------------------------------------------------------------------------------------------------

    long ceiling(long ordinal, long steady) {
        Granted now = granted;
        if (group.isLost()) {
            return sharing.whenLost() == Sharing.WhenLost.REFUSE ? 0 : share(now, ordinal, steady);
        }
        return now.ordinal == ordinal ? now.ceiling : Math.min(capacity(), unasked());
    }

    /// Before the store was asked for the first time.
    private long unasked() {
        int instances = group.instances();
        return instances <= 1 && !group.isBeginning()
                ? capacity()
                : Math.max(1, capacity() / 100 / Math.max(1, instances - 1));
    }

    /// While the store is away: what it granted last, and an equal part of what is certain to have been left then;
    /// when that is over, an equal part of the limit.
    private long share(Granted last, long ordinal, long steady) {
        long capacity = capacity();
        int instances = group.instances();
        if (last.ordinal != ordinal || steady - last.at >= holdNanos) {
            return Math.min(capacity, Math.max(1, capacity / instances));
        }
        return Math.min(capacity, last.most);
    }

    long remaining(long ordinal, long used, long steady) {
        Granted now = granted;
        if (group.isLost()) {
            return Math.max(0, ceiling(ordinal, steady) - used);
        }
        return Math.max(0, capacity() - (now.ordinal == ordinal ? now.othersUsed : 0) - used);
    }

    void wanted(long cost) {
        wanted += cost;
        if (cost > largest) {
            largest = cost;
        }
        if (!active) {
            activate();
        }
    }

    private synchronized void activate() {
        if (!active && !retired) {
            active = true;
            group.activate(this);
        }
    }

    boolean mayGrow(long ordinal, long used) {
        Granted now = granted;
        return !group.isLost() && (now.ordinal != ordinal || capacity() - now.others > Math.max(used, now.ceiling));
    }

    boolean refusesWhenLost() {
        return sharing.whenLost() == Sharing.WhenLost.REFUSE;
    }

    boolean isLost() {
        return group.isLost();
    }

    void whenAnswered(Runnable then) {
        synchronized (this) {
            if (!retired && !group.isClosed()) {
                waiting.add(then);
                if (!active) {
                    active = true;
                    group.activate(this);
                }
                group.hurry();
                return;
            }
        }
        then.run();
    }

    long clockOffset() {
        return group.clockOffset();
    }

    // the thread of GroupCounts --------------------------------------------------------------------------------------

    boolean isIdle() {
        return !active;
    }

    /// The count is gone; its record may soon be another's.
    void retire() {
        retired = true;
    }

    /// @return  what to ask the store, when it is time to; null: not yet
    @Nullable
    Claim due(long steady, long millis) {
        if (retired) {
            return claim.nothing(granted.ordinal);
        }
        Granted now = granted;
        long ordinal = count().ordinal(steady, millis);
        long used = count().used(steady, millis);
        long all = wanted;
        long asked = all - wantedBefore;
        long since = steady - askedAt;
        boolean isNew = now.ordinal != ordinal;
        long left = isNew ? 0 : now.ceiling - used;
        boolean isRest = isNew || capacity() - now.others > Math.max(used, now.ceiling);
        boolean isShort = asked > 0 && isRest && left < 2 * asked * TICK / Math.max(TICK, since) + largest;
        boolean isWaited = hasWaiting();
        if (asked > 0) {
            wantedAt = steady;
        }
        long pause =
                isNew && (asked > 0 || used > 0) || isShort || isWaited ? 0 : asked > 0 && !isRest ? pause() : ROUTINE;
        if (since < pause) {
            return null;
        }
        wantedBefore = all;
        askedAt = steady;
        // as much as was wanted lately will be wanted in the next tenth of a second, and a quarter more
        long want = asked == 0 ? 0 : Math.max(largest, asked * ROUTINE / Math.max(TICK, since) * 5 / 4);
        boolean isQuiet = steady - wantedAt > IDLE && !isWaited;
        claim.ordinal = ordinal;
        claim.want = isWaited ? Math.max(want, largest) : want;
        claim.keepsShare = !isQuiet;
        int recovery = group.recovery(steady);
        if (recovery != 0) { // no more than while the store was away: it may know less than all
            claim.want = Math.min(claim.want, Math.max(0, cap(recovery, ordinal, steady) - used));
            claim.keepsShare = false;
        }
        claim.used = isNew ? used : lower(used, ordinal, steady, millis);
        claim.units = capacity();
        claim.holdMillis = holdNanos == Long.MAX_VALUE ? Long.MAX_VALUE : holdNanos / 1_000_000 + 2_000;
        claim.keepMillis = claim.holdMillis != Long.MAX_VALUE
                ? claim.holdMillis
                : count().nanosToMore(steady, millis) / 1_000_000 + 86_400_000;
        return claim;
    }

    private long cap(int recovery, long ordinal, long steady) {
        if (capRecovery != recovery || capOrdinal != ordinal) {
            cap = share(capRecovery == recovery ? Granted.NOTHING : granted, ordinal, steady);
            capRecovery = recovery;
            capOrdinal = ordinal;
        }
        return cap;
    }

    /// What this instance will not keep it lets go of before the store hears of it, and looks then what is used.
    private long lower(long used, long ordinal, long steady, long millis) {
        long now = used;
        while (true) {
            long left = Math.max(0, granted.ceiling - now);
            long kept = Math.min(left, Math.max(claim.want, claim.keepsShare ? left / group.instances() : 0));
            granted = granted.loweredTo(now + kept);
            long then = count().used(steady, millis);
            if (then >= now || ordinal != count().ordinal(steady, millis)) {
                return then;
            }
            now = then;
        }
    }

    /// How often to ask again where nothing was left: as often as something may have become free.
    private long pause() {
        return Math.clamp(holdNanos / 200, TICK, 250_000_000L);
    }

    private synchronized boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /// At the end: what is not used up is the others'.
    Claim last(long steady, long millis) {
        claim.nothing(count().ordinal(steady, millis));
        claim.used = retired ? 0 : count().used(steady, millis);
        return claim;
    }

    /// @return  false when there is nothing more to ask for: the lease rests until somebody wants something
    boolean answered(Claim answer, long steady) {
        if (!retired) {
            granted = grantedBy(answer, steady);
            release();
        }
        boolean isDone = retired || !answer.keepsShare && answer.used == 0 && answer.lease == 0;
        if (isDone) {
            synchronized (this) {
                if (waiting.isEmpty() && (retired || wanted == wantedBefore)) {
                    active = false;
                    granted = Granted.NOTHING;
                    return false;
                }
            }
        }
        return true;
    }

    /// The others may have been granted more since this answer was given, about as much as between this one and
    /// the last: should the store go away now, nobody has that twice. Nor is a store believed that came back empty
    /// and was not told all yet: what was certain before it went away is still all that is certain.
    private Granted grantedBy(Claim answer, long steady) {
        Granted before = granted;
        long ceiling = answer.used + answer.lease;
        boolean isFirst = before.ordinal != answer.ordinal;
        long growth = isFirst ? 0 : Math.max(answer.others - before.others, before.growth * 7 / 8);
        int recovery = group.recovery(steady);
        long most;
        if (recovery != 0) {
            most = Math.max(ceiling, cap(recovery, answer.ordinal, steady));
        } else {
            int instances = group.instances();
            long certain = capacity() - answer.others - 2 * growth;
            long ofRest = isFirst ? 0 : Math.max(0, certain - ceiling) / instances; // the others have not asked yet
            most = Math.max(ceiling + ofRest, Math.min(capacity() / instances, certain));
        }
        return new Granted(answer.ordinal, ceiling, answer.others, answer.othersUsed, most, growth, steady);
    }

    /// Whoever waits looks again.
    void release() {
        List<Runnable> all;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            all = waiting;
            waiting = new ArrayList<>(0);
        }
        all.forEach(Runnable::run);
    }
}
