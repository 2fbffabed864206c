package io.tallygate.gateway.policy.quota;

import io.tallygate.gateway.consumer.Subscription;
import io.tallygate.gateway.counter.QuotaCount;
import io.tallygate.gateway.counter.QuotaMonths.Month;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.LimitFields;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;

/// Billable calls of a calendar month in the consumer's billing time zone, per subscription. Counted when the call is
/// admitted, so that no two calls share the last one, and given back when its answer is not billable.
public final class QuotaPolicy implements Policy {
    @Override
    public Verdict check(Exchange call) {
        Subscription subscription = call.subscription();
        QuotaCount count = subscription == null ? null : subscription.quota();
        if (subscription == null || count == null) {
            return Verdict.CONTINUE;
        }
        Month month = subscription.months().at(call.startedAtMillis());
        if (count.used(month.ordinal()) < subscription.plan().monthlyCalls()) {
            return Verdict.CONTINUE;
        }
        long reset = secondsToEnd(month, call);
        LimitFields.retryAfter(call, reset);
        return new Verdict.Reject(Problems.quotaExhausted(subscription.plan().name(), reset));
    }

    @Override
    public boolean count(Exchange call) {
        Subscription subscription = call.subscription();
        QuotaCount count = subscription == null ? null : subscription.quota();
        if (subscription == null || count == null) {
            return true;
        }
        Month month = subscription.months().at(call.startedAtMillis());
        int counted = count.count(month.ordinal(), subscription.plan().monthlyCalls());
        call.quotaMonth(Math.max(0, counted));
        return counted >= 0;
    }

    @Override
    public void uncount(Exchange call) {
        Subscription subscription = call.subscription();
        QuotaCount count = subscription == null ? null : subscription.quota();
        if (count != null && call.quotaMonth() > 0) {
            count.uncount(call.quotaMonth());
            call.quotaMonth(0);
        }
    }

    @Override
    public void describe(Exchange call) {
        Subscription subscription = call.subscription();
        QuotaCount count = subscription == null ? null : subscription.quota();
        if (subscription != null && count != null) {
            Month month = subscription.months().at(call.startedAtMillis());
            long limit = subscription.plan().monthlyCalls();
            long remaining = Math.max(0, limit - count.used(month.ordinal()));
            LimitFields.quota(call, limit, month.seconds(), remaining, secondsToEnd(month, call));
        }
    }

    @Override
    public void onEnd(Exchange call) {
        if (!call.usage().billable) {
            uncount(call);
        }
    }

    private static long secondsToEnd(Month month, Exchange call) {
        return Math.max(1, Math.ceilDiv(month.endsAt() - call.startedAtMillis(), 1000L));
    }
}
