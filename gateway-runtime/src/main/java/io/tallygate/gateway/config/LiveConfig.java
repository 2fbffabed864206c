package io.tallygate.gateway.config;

import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.events.EventRules;
import io.tallygate.gateway.route.RouteTable;
import java.util.Set;
import java.util.UUID;

/// One applied revision. Immutable; a call keeps the one it began with.
/// @param events     who may tell usage of their own, and what of it is counted
/// @param suspended  tenants whose APIs answer nobody
/// @param refused    entities of the feed that this gateway could not use
public record LiveConfig(
        long revision,
        RouteTable<LiveRoute> routes,
        Consumers consumers,
        EventRules events,
        Set<UUID> suspended,
        int refused) {

    public boolean isSuspended(UUID tenant) {
        return !suspended.isEmpty() && suspended.contains(tenant);
    }
}
