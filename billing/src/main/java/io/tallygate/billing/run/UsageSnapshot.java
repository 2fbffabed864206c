package io.tallygate.billing.run;

import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what subscriptions used in their stretches of time: one question for all whose stretches are the same.
final class UsageSnapshot {
    private final TenantId tenant;
    private final MeteredUsage usage;
    private final @Nullable Instant cutOff;

    /// @param cutOff  only what was stored by then; null: all that is there
    UsageSnapshot(TenantId tenant, MeteredUsage usage, @Nullable Instant cutOff) {
        this.tenant = tenant;
        this.usage = usage;
        this.cutOff = cutOff;
    }

    /// A stretch of a subscription.
    private record Asked(SubscriptionId subscription, SubscriptionPhase span) {}

    /// @param spans  each with an end
    Map<SubscriptionId, List<UsedPart>> of(Map<SubscriptionId, List<SubscriptionPhase>> spans) {
        Map<Period, List<SubscriptionId>> alike = new LinkedHashMap<>();
        List<Asked> all = new ArrayList<>();
        spans.forEach((id, own) -> own.forEach(span -> {
            all.add(new Asked(id, span));
            alike.computeIfAbsent(period(span), none -> new ArrayList<>()).add(id);
        }));
        Map<Period, Map<SubscriptionId, BigDecimal>> quantities = new HashMap<>();
        alike.forEach((period, ids) -> quantities.put(period, quantities(period, ids)));
        Map<SubscriptionId, List<UsedPart>> parts = new HashMap<>();
        for (Asked asked : all) {
            Period period = period(asked.span());
            BigDecimal quantity =
                    quantities.getOrDefault(period, Map.of()).getOrDefault(asked.subscription(), BigDecimal.ZERO);
            parts.computeIfAbsent(asked.subscription(), none -> new ArrayList<>())
                    .add(new UsedPart(asked.span().planVersion(), Meter.REQUESTS, period, quantity));
        }
        return parts;
    }

    List<UsedPart> of(Subscription subscription, List<SubscriptionPhase> spans) {
        return of(Map.of(subscription.id(), spans)).getOrDefault(subscription.id(), List.of());
    }

    private Map<SubscriptionId, BigDecimal> quantities(Period period, List<SubscriptionId> ids) {
        Map<SubscriptionId, BigDecimal> quantities = new HashMap<>();
        for (int from = 0; from < ids.size(); from += MeteredUsage.MOST_AT_ONCE) {
            Collection<SubscriptionId> some = ids.subList(from, Math.min(ids.size(), from + MeteredUsage.MOST_AT_ONCE));
            quantities.putAll(usage.quantities(tenant, some, Meter.REQUESTS, period, cutOff));
        }
        return quantities;
    }

    private static Period period(SubscriptionPhase span) {
        Instant to = span.to();
        if (to == null) {
            throw new IllegalArgumentException("a stretch without an end cannot be read: " + span);
        }
        return new Period(span.from(), to);
    }
}
