package io.tallygate.gateway.consumer;

import io.tallygate.gateway.counter.QuotaCount;
import io.tallygate.gateway.counter.QuotaMonths;
import io.tallygate.gateway.counter.RateWindow;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An application on a plan version, with the counts that its limits share. The counts outlive the configuration that
/// made this object.
/// @param apis      what it covers
/// @param months    of its consumer's billing time zone
/// @param startsAt  milliseconds since 1970
/// @param endsAt    not included; [Long#MAX_VALUE]: open
/// @param rate      null: no rate limit
/// @param quota     null: no quota
public record Subscription(
        UUID id,
        UUID tenant,
        String environment,
        UUID application,
        UUID product,
        Set<UUID> apis,
        Plan plan,
        QuotaMonths months,
        long startsAt,
        long endsAt,
        @Nullable RateWindow rate,
        @Nullable QuotaCount quota) {

    public Subscription {
        apis = Set.copyOf(apis);
    }

    boolean covers(UUID tenant, String environment, UUID api, long nowMillis) {
        return nowMillis >= startsAt
                && nowMillis < endsAt
                && apis.contains(api)
                && this.tenant.equals(tenant)
                && this.environment.equals(environment);
    }
}
