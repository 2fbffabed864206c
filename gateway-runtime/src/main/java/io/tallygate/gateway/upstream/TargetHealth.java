package io.tallygate.gateway.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// How one target does: told and asked by every event loop at once, without a lock. A target that fails is left
/// out for a while and then tried again: its first call decides. One that active checks find ill is left out
/// until they find it well. Never more are left out than the [EjectionFloor] lets.
public final class TargetHealth {
    private static final long IN = 0;
    /// Left out until a check finds it well.
    private static final long UNTIL_CHECKED = Long.MIN_VALUE;

    private final HealthRules rules;
    private final EjectionFloor floor;
    private final FailureShare share;
    /// [#IN], [#UNTIL_CHECKED], or when it may be tried again, of [System#nanoTime].
    private final AtomicLong outUntil = new AtomicLong(IN);

    /// Striped: every call of every event loop counts here twice.
    private final LongAdder active = new LongAdder();

    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicInteger ejectionsInARow = new AtomicInteger();
    // of the one loop that checks
    private int wellChecks;
    private int illChecks;

    TargetHealth(HealthRules rules, EjectionFloor floor) {
        this.rules = rules;
        this.floor = floor;
        this.share = new FailureShare(rules.failurePercent(), rules.minimumCalls(), rules.intervalMillis());
    }

    /// Whether it should get calls.
    public boolean isIn(long nowNanos) {
        long until = outUntil.get();
        return until == IN || until != UNTIL_CHECKED && nowNanos - until >= 0 && comeBack(until);
    }

    private boolean comeBack(long until) {
        if (outUntil.compareAndSet(until, IN)) {
            failuresInARow.set(rules.consecutiveFailures() - 1); // the next one is enough
            floor.giveBack();
        }
        return true;
    }

    /// A call goes there; [#end] when it does not any more.
    public void begin() {
        active.increment();
    }

    public void end() {
        active.decrement();
    }

    /// Calls under way.
    public int active() {
        return active.intValue();
    }

    /// What became of a call.
    /// @return  whether the target is left out from now on
    public boolean report(boolean well, long nowNanos) {
        boolean tooMany = share.add(well, nowNanos);
        if (well) {
            if (failuresInARow.getPlain() != 0 || ejectionsInARow.getPlain() != 0) {
                failuresInARow.set(0);
                ejectionsInARow.set(0);
            }
            return false;
        }
        return (failuresInARow.incrementAndGet() >= rules.consecutiveFailures() || tooMany) && eject(nowNanos);
    }

    private boolean eject(long nowNanos) {
        if (outUntil.get() != IN || !floor.take()) {
            return false;
        }
        long until = nowNanos + rules.ejectionNanos(ejectionsInARow.incrementAndGet()) | 1;
        if (!outUntil.compareAndSet(IN, until)) {
            floor.giveBack();
            return false;
        }
        share.forget();
        return true;
    }

    /// What an active check found. Told by one event loop.
    /// @return  whether the target is left out from now on
    boolean checked(boolean well, HealthCheck check) {
        wellChecks = well ? wellChecks + 1 : 0;
        illChecks = well ? 0 : illChecks + 1;
        long until = outUntil.get();
        if (well) {
            if (until == UNTIL_CHECKED && wellChecks >= check.wellAfter() && outUntil.compareAndSet(until, IN)) {
                failuresInARow.set(0);
                floor.giveBack();
            }
            return false;
        }
        if (illChecks < check.illAfter() || until == UNTIL_CHECKED || until == IN && !floor.take()) {
            return false;
        }
        if (outUntil.compareAndSet(until, UNTIL_CHECKED)) {
            return true;
        }
        if (until == IN) {
            floor.giveBack();
        }
        return false;
    }

    /// For people; changes nothing.
    public boolean isOut(long nowNanos) {
        long until = outUntil.get();
        return until == UNTIL_CHECKED || until != IN && nowNanos - until < 0;
    }
}
