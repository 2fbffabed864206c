package io.tallygate.gateway.consumer;

import io.tallygate.gateway.counter.KeyedLimit;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An application on a plan version, with the limits that the plan sets it. What they count outlives the configuration
/// that made this object.
/// @param apis      what it covers
/// @param startsAt  milliseconds since 1970
/// @param endsAt    not included; [Long#MAX_VALUE]: open
/// @param rate      null: no rate limit
/// @param quota     in its consumer's billing time zone; null: no quota
public record Subscription(
        UUID id,
        UUID tenant,
        String environment,
        UUID application,
        UUID product,
        Set<UUID> apis,
        Plan plan,
        long startsAt,
        long endsAt,
        @Nullable KeyedLimit rate,
        @Nullable KeyedLimit quota) {

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
