package io.tallygate.gateway.events;

import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Whose each subscription is, those that have ended among them: their usage may come late. Kept up to date by the
/// configuration, one by one.
public final class EventSubjects {
    /// @param environment  `live` or `test`
    record Owner(UUID tenant, String environment) {}

    private final ConcurrentHashMap<UUID, Owner> owners = new ConcurrentHashMap<>();

    public void put(UUID subscription, UUID tenant, String environment) {
        owners.put(subscription, new Owner(tenant, environment));
    }

    public void remove(UUID subscription) {
        owners.remove(subscription);
    }

    @Nullable
    Owner of(UUID subscription) {
        return owners.get(subscription);
    }
}
