package io.tallygate.billing.run;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what subscriptions used in their stretches of time: one question for all that share a meter and a
/// stretch.
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

    /// What one question is about.
    private record Question(Meter meter, Period period) {}

    Map<SubscriptionId, List<UsedPart>> of(Map<SubscriptionId, List<Contract.Asked>> asked) {
        Map<Question, Set<SubscriptionId>> alike = new LinkedHashMap<>();
        asked.forEach((id, own) -> own.forEach(
                each -> alike.computeIfAbsent(new Question(each.meter(), each.period()), none -> new LinkedHashSet<>())
                        .add(id)));
        Map<Question, Map<SubscriptionId, BigDecimal>> quantities = new HashMap<>();
        alike.forEach((question, ids) -> quantities.put(question, quantities(question, List.copyOf(ids))));
        Map<SubscriptionId, List<UsedPart>> parts = new HashMap<>();
        asked.forEach((id, own) -> parts.put(
                id,
                own.stream()
                        .map(each -> UsedPart.of(
                                each,
                                quantities
                                        .getOrDefault(new Question(each.meter(), each.period()), Map.of())
                                        .getOrDefault(id, BigDecimal.ZERO)))
                        .toList()));
        return parts;
    }

    List<UsedPart> of(SubscriptionId subscription, List<Contract.Asked> asked) {
        return of(Map.of(subscription, asked)).getOrDefault(subscription, List.of());
    }

    private Map<SubscriptionId, BigDecimal> quantities(Question question, List<SubscriptionId> ids) {
        Map<SubscriptionId, BigDecimal> quantities = new HashMap<>();
        for (int from = 0; from < ids.size(); from += MeteredUsage.MOST_AT_ONCE) {
            List<SubscriptionId> some = ids.subList(from, Math.min(ids.size(), from + MeteredUsage.MOST_AT_ONCE));
            quantities.putAll(usage.quantities(tenant, some, question.meter(), question.period(), cutOff));
        }
        return quantities;
    }
}
