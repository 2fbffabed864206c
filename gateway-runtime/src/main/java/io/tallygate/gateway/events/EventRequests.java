package io.tallygate.gateway.events;

import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.observe.Metrics;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Requests under way, and what they hold: so many of one tenant, and so many octets in all.
final class EventRequests {
    /// Why there is no room for one more.
    enum Refusal {
        OF_TENANT,
        OF_ALL
    }

    private final ConcurrentHashMap<UUID, Integer> ofTenant = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicLong held = new AtomicLong();
    private final Metrics metrics;

    EventRequests(Metrics metrics) {
        this.metrics = metrics;
    }

    /// @param octets  of its body at most
    /// @return        null: it is counted, until [#end]
    @Nullable
    Refusal begin(UUID tenant, int octets) {
        if (ofTenant.merge(tenant, 1, Integer::sum) > EventBounds.REQUESTS_OF_TENANT) {
            leave(tenant);
            metrics.hit(Limit.EVENT_REQUESTS);
            return Refusal.OF_TENANT;
        }
        boolean many = all.incrementAndGet() > EventBounds.REQUESTS;
        boolean much = held.addAndGet(octets) > EventBounds.held();
        if (many || much) {
            end(tenant, octets);
            metrics.hit(Limit.EVENT_OCTETS);
            return Refusal.OF_ALL;
        }
        return null;
    }

    void end(UUID tenant, int octets) {
        held.addAndGet(-octets);
        all.decrementAndGet();
        leave(tenant);
    }

    private void leave(UUID tenant) {
        ofTenant.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
