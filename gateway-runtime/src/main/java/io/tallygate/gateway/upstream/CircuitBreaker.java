package io.tallygate.gateway.upstream;

/// Spares an upstream that fails as a whole, and its callers the wait. Closed, it counts; when too many calls of
/// a while fail it opens and lets none pass; after a while it is half open: a few calls are let pass on trial,
/// and all of them must do well for it to close. Asked on the hot path without a lock while it is closed or open.
public final class CircuitBreaker {
    private final Rules rules;
    private final FailureShare share;
    /// 0: closed. Else when trials may begin, of [System#nanoTime].
    private volatile long openUntil;

    private long trialsSince;
    private int trials;
    private int wellTrials;

    /// @param trialCalls  that must do well
    public record Rules(int failurePercent, int minimumCalls, int windowMillis, int openMillis, int trialCalls) {}

    public CircuitBreaker(Rules rules) {
        this.rules = rules;
        this.share = new FailureShare(rules.failurePercent(), rules.minimumCalls(), rules.windowMillis());
    }

    /// Whether a call may go upstream. One that may is told of by [#report].
    public boolean admits(long nowNanos) {
        long until = openUntil;
        return until == 0 || nowNanos - until >= 0 && admitsOnTrial(nowNanos);
    }

    private synchronized boolean admitsOnTrial(long nowNanos) {
        if (openUntil == 0) {
            return true;
        }
        // trials whose end nobody tells (their callers left) are forgotten after a while
        if (trials == 0 || nowNanos - trialsSince > rules.openMillis() * 1_000_000L) {
            trialsSince = nowNanos;
            trials = 0;
            wellTrials = 0;
        }
        if (trials == rules.trialCalls()) {
            return false;
        }
        trials++;
        return true;
    }

    /// What became of a call that was let pass.
    /// @param begunNanos  when it was
    /// @return            whether the breaker has opened by it
    public boolean report(boolean well, long begunNanos, long nowNanos) {
        return openUntil == 0 ? share.add(well, nowNanos) && open(nowNanos) : reportTrial(well, begunNanos, nowNanos);
    }

    private synchronized boolean open(long nowNanos) {
        if (openUntil != 0) {
            return false;
        }
        stayOpen(nowNanos);
        return true;
    }

    private void stayOpen(long nowNanos) {
        openUntil = nowNanos + rules.openMillis() * 1_000_000L | 1;
        trials = 0;
    }

    private synchronized boolean reportTrial(boolean well, long begunNanos, long nowNanos) {
        if (openUntil == 0 || trials == 0 || begunNanos - trialsSince < 0) {
            return false; // of a call from before
        }
        if (!well) {
            stayOpen(nowNanos);
            return true;
        }
        if (++wellTrials == rules.trialCalls()) {
            trials = 0;
            share.forget();
            openUntil = 0;
        }
        return false;
    }

    public boolean isOpen() {
        return openUntil != 0;
    }
}
