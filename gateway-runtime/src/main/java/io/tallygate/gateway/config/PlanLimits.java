package io.tallygate.gateway.config;

import io.tallygate.gateway.consumer.Plan;
import io.tallygate.gateway.counter.Allowance;
import io.tallygate.gateway.counter.KeyedLimit;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.counter.Period;
import io.tallygate.gateway.counter.Sharing;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The limits of plans, one object for all subscriptions that have the same. They are counted for each subscription,
/// and
/// in a group together; while the group's store is away, each instance lets its share pass.
final class PlanLimits {
    private final LimitCounts counts;
    private final Map<Rate, KeyedLimit> rates = new HashMap<>();
    private final Map<Quota, KeyedLimit> quotas = new HashMap<>();
    private final Map<ZoneId, Period> months = new HashMap<>();

    private record Rate(long calls, int seconds) {}

    private record Quota(long calls, ZoneId zone) {}

    PlanLimits(LimitCounts counts) {
        this.counts = counts;
    }

    @Nullable
    KeyedLimit rate(Plan plan) {
        return plan.hasRate()
                ? rates.computeIfAbsent(
                        new Rate(plan.rateCalls(), plan.rateSeconds()),
                        rate -> limit("plan-rate", new Allowance.Sliding(rate.calls, rate.seconds)))
                : null;
    }

    @Nullable
    KeyedLimit quota(Plan plan, ZoneId zone) {
        return plan.hasQuota()
                ? quotas.computeIfAbsent(
                        new Quota(plan.monthlyCalls(), zone),
                        quota -> limit("plan-quota", new Allowance.Quota(quota.calls, month(zone))))
                : null;
    }

    private Period month(ZoneId zone) {
        return months.computeIfAbsent(zone, each -> Period.calendar(Period.Unit.MONTH, each));
    }

    private KeyedLimit limit(String name, Allowance allowance) {
        return new KeyedLimit(counts.table(name, allowance, Integer.MAX_VALUE, Sharing.SHARE), allowance);
    }
}
