package io.tallygate.gateway.policy.limit;

import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.counter.Count;
import io.tallygate.gateway.counter.CountKey;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.problem.Problem;
import io.tallygate.gateway.problem.Problems;
import org.jspecify.annotations.Nullable;

/// The limits of the subscription's own plan: a rate, and a quota of billable calls.
public enum PlanLimit implements LimitPolicy.Limit {
    RATE("rate"),
    QUOTA("quota");

    private final LimitFields fields;

    PlanLimit(String name) {
        fields = new LimitFields(name);
    }

    @Override
    public @Nullable Count of(Exchange call, CountKey into) {
        Subscription subscription = call.subscription();
        if (subscription == null) {
            return null;
        }
        return this == RATE ? subscription.rate(into) : subscription.quota(into);
    }

    @Override
    public LimitFields fields() {
        return fields;
    }

    @Override
    public boolean isRate() {
        return this == RATE;
    }

    @Override
    public boolean isBillableOnly() {
        return this == QUOTA;
    }

    @Override
    public Problem exhausted(Exchange call, Count count, long secondsToMore) {
        Subscription subscription = call.subscription();
        String plan = subscription == null ? "" : subscription.plan().name();
        return this == RATE
                ? Problems.rateLimited(
                        "Plan " + plan,
                        count.allowance().units(),
                        count.allowance().seconds(call.startedAtMillis()))
                : Problems.quotaExhausted("Plan " + plan, secondsToMore);
    }
}
