package io.tallygate.gateway.policy.limit;

import io.netty.util.concurrent.FastThreadLocal;
import io.tallygate.gateway.counter.Count;
import io.tallygate.gateway.counter.CountKey;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.exchange.CallTrace;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits that are checked together and counted together: what one of them refuses has used up nothing of any. Counting
/// makes no object.
public final class LimitPolicy implements Policy {
    private static final long SECOND = 1_000_000_000L;

    /// How often a call may wait for the group's store before it is refused.
    private static final int MOST_WAITS = 3;

    private static final FastThreadLocal<CountKey> KEY = new FastThreadLocal<>() {
        @Override
        protected CountKey initialValue() {
            return new CountKey();
        }
    };

    private final LimitCounts counts;
    private final Limit[] limits;
    private final CallCost cost;

    /// One limit of the policy.
    public interface Limit {
        /// Finds the count of whom it is counted for.
        /// @param key  empty; to write that into
        /// @return     null when the limit does not concern the call
        @Nullable
        Count of(Exchange call, CountKey key);

        LimitFields fields();

        /// Whether the older fields tell of it.
        boolean isRate();

        /// Whether a call that is not billable gives back what it used.
        boolean isBillableOnly();

        Problem exhausted(Exchange call, Count count, long secondsToMore);
    }

    public LimitPolicy(LimitCounts counts, List<? extends Limit> limits, CallCost cost) {
        this.counts = counts;
        this.limits = limits.toArray(Limit[]::new);
        this.cost = cost;
    }

    private long steady(Exchange call) {
        return counts.clock().at(call.startedAtNanos());
    }

    @Override
    public Verdict check(Exchange call) {
        long steady = steady(call);
        long millis = call.startedAtMillis();
        long units = cost.of(call);
        for (int i = 0; i < limits.length; i++) { // all of them: who is refused by one is told of all
            LimitNote note = LimitNote.of(call, this, i);
            note.count = find(limits[i], call);
            note.cost = units;
            note.refused = false;
        }
        for (int i = 0; i < limits.length; i++) {
            LimitNote note = LimitNote.of(call, this, i);
            Count count = note.count;
            if (count == null || units == 0 || count.room(steady, millis) >= units) {
                continue;
            }
            count.wanted(units);
            if (note.waits < MOST_WAITS && count.mayGrow(steady, millis)) {
                note.waits++;
                long ticket = call.ticket();
                count.whenAnswered(() -> call.resumeFromElsewhere(ticket));
                return Verdict.AWAIT;
            }
            note.refused = true;
            return refuse(call, i, count, steady, millis);
        }
        return Verdict.CONTINUE;
    }

    private Verdict refuse(Exchange call, int index, Count count, long steady, long millis) {
        if (count.isStoreLost() && count.refusesWhenLost()) {
            LimitFields.retryAfter(call, 1);
            return new Verdict.Reject(Problems.LIMITS_UNAVAILABLE);
        }
        long seconds = Math.ceilDiv(count.nanosToMore(steady, millis), SECOND);
        LimitFields.retryAfter(call, seconds);
        return new Verdict.Reject(limits[index].exhausted(call, count, Math.max(1, seconds)));
    }

    private @Nullable Count find(Limit limit, Exchange call) {
        CountKey key = KEY.get().clear();
        Count count = limit.of(call, key);
        if (key.isCut()) {
            counts.keyCut();
        }
        return count;
    }

    @Override
    public void explain(Exchange call, CallTrace trace) {
        long steady = steady(call);
        long millis = call.startedAtMillis();
        for (int i = 0; i < limits.length; i++) {
            Count count = LimitNote.of(call, this, i).count;
            if (count != null) {
                trace.limit(
                        limits[i].fields().name(),
                        count.allowance().units(),
                        count.remaining(steady, millis, Long.MAX_VALUE));
            }
        }
    }

    @Override
    public boolean count(Exchange call) {
        long steady = steady(call);
        long millis = call.startedAtMillis();
        for (int i = 0; i < limits.length; i++) {
            LimitNote note = LimitNote.of(call, this, i);
            Count count = note.count;
            if (count == null || note.cost == 0) {
                continue;
            }
            long mark = count.take(steady, millis, note.cost);
            if (mark == Count.NO_ROOM) {
                giveBack(call, i);
                return false;
            }
            note.mark = mark;
            note.units = note.cost;
        }
        return true;
    }

    private void giveBack(Exchange call, int below) {
        for (int i = 0; i < below; i++) {
            LimitNote note = LimitNote.of(call, this, i);
            Count count = note.count;
            if (count != null && note.units > 0) {
                count.giveBack(note.mark, note.units);
            }
            note.units = 0;
        }
    }

    @Override
    public void uncount(Exchange call) {
        giveBack(call, limits.length);
    }

    @Override
    public void describe(Exchange call) {
        long steady = steady(call);
        long millis = call.startedAtMillis();
        for (int i = 0; i < limits.length; i++) {
            LimitNote note = LimitNote.of(call, this, i);
            Count count = note.count;
            if (count == null) {
                continue;
            }
            long left = count.remaining(steady, millis, note.refused ? note.cost - 1 : Long.MAX_VALUE);
            long reset = Math.ceilDiv(count.nanosToMore(steady, millis), SECOND);
            long limit = count.allowance().units();
            limits[i].fields().tell(call, limit, count.allowance().seconds(millis), left, reset);
            if (limits[i].isRate()) {
                long least = LimitNote.leastOld(call);
                if (least < 0 || left < least) {
                    LimitFields.tellOfOld(call, limit, left, reset);
                }
                note.old = true;
                note.left = left;
            }
        }
    }

    /// What the call has cost in truth.
    @Override
    public void onAnswer(Exchange call) {
        long units = cost.fromAnswer(call);
        if (units < 0) {
            return;
        }
        long steady = counts.clock().now();
        for (int i = 0; i < limits.length; i++) {
            LimitNote note = LimitNote.of(call, this, i);
            Count count = note.count;
            if (count == null) {
                continue;
            }
            if (units > note.units) {
                count.add(steady, call.startedAtMillis(), units - note.units);
            } else if (units < note.units) {
                count.giveBack(note.mark, note.units - units);
            }
            note.units = units;
        }
    }

    @Override
    public void onEnd(Exchange call) {
        if (!call.usage().billable) {
            for (int i = 0; i < limits.length; i++) {
                LimitNote note = LimitNote.of(call, this, i);
                Count count = note.count;
                if (count != null && note.units > 0 && limits[i].isBillableOnly()) {
                    count.giveBack(note.mark, note.units);
                }
            }
        }
        LimitNote.drop(call, this);
    }
}
