package io.tallygate.gateway.policy.ratelimit;

import io.tallygate.gateway.consumer.Plan;
import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.counter.RateWindow;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.LimitFields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;

/// Never more calls than the plan says in any span of its length, per subscription.
public final class RateLimitPolicy implements Policy {
    @Override
    public Verdict check(Exchange call) {
        Subscription subscription = call.subscription();
        RateWindow window = subscription == null ? null : subscription.rate();
        if (subscription == null || window == null || window.remaining(call.startedAtNanos()) > 0) {
            return Verdict.CONTINUE;
        }
        Plan plan = subscription.plan();
        LimitFields.retryAfter(call, secondsToNext(window, call));
        return new Verdict.Reject(Problems.rateLimited(plan.name(), plan.rateCalls(), plan.rateSeconds()));
    }

    @Override
    public boolean count(Exchange call) {
        Subscription subscription = call.subscription();
        RateWindow window = subscription == null ? null : subscription.rate();
        return window == null || window.count(call.startedAtNanos());
    }

    @Override
    public void uncount(Exchange call) {
        Subscription subscription = call.subscription();
        RateWindow window = subscription == null ? null : subscription.rate();
        if (window != null) {
            window.uncount();
        }
    }

    @Override
    public void describe(Exchange call) {
        Subscription subscription = call.subscription();
        RateWindow window = subscription == null ? null : subscription.rate();
        if (subscription != null && window != null) {
            Plan plan = subscription.plan();
            long remaining = window.remaining(call.startedAtNanos());
            long reset = secondsToNext(window, call);
            LimitFields.rate(call, plan.rateCalls(), plan.rateSeconds(), remaining, reset);
        }
    }

    private static long secondsToNext(RateWindow window, Exchange call) {
        return Math.ceilDiv(window.nanosToNext(call.startedAtNanos()), 1_000_000_000L);
    }
}
