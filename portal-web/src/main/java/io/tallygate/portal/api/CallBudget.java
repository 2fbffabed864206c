package io.tallygate.portal.api;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.MinuteCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How many calls of the control API each tenant has left in this minute. A portal takes a part of the minute's number
/// from the database at a time, so that most calls cost no statement, and a tenant that has none left costs none at
/// all until the minute ends. Several portals together never let more calls pass than allowed; what one of them took
/// and did not use is missing to the others, at most a fiftieth of the number each.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class CallBudget {
    /// Tenants whose parts are remembered at once; then those of past minutes are forgotten.
    private static final int MAX_REMEMBERED = 10_000;

    private static final int PARTS = 50;
    private static final long LARGEST_PART = 200;

    @Inject
    private MinuteCounts counts;

    @Inject
    private Limits limits;

    private final Map<TenantId, Part> parts = new ConcurrentHashMap<>();

    /// A tenant's budget after a call.
    /// @param refused      there was nothing left for it
    /// @param left         calls, as far as this portal knows
    /// @param endsSeconds  until all are free again, rounded up
    record Budget(boolean refused, long allowed, long left, long endsSeconds) {}

    /// Uses up one call.
    Budget take(TenantId tenant) {
        if (parts.size() > MAX_REMEMBERED) {
            long now = System.nanoTime();
            parts.values().removeIf(part -> part.isOver(now));
        }
        Budget budget = parts.computeIfAbsent(tenant, Part::new).take();
        if (budget.refused()) {
            limits.reached(Limit.CONTROL_API_CALLS);
        }
        return budget;
    }

    /// What one tenant has here; its lock keeps that tenant's calls in line and no other's.
    private final class Part {
        private final TenantId tenant;
        private long allowed;
        private long mine;
        private long elsewhere;
        private long endsAtNanos = System.nanoTime();

        Part(TenantId tenant) {
            this.tenant = tenant;
        }

        synchronized boolean isOver(long now) {
            return now - endsAtNanos >= 0;
        }

        synchronized Budget take() {
            long now = System.nanoTime();
            if (isOver(now) || mine == 0 && elsewhere > 0) {
                renew();
            }
            boolean refused = mine == 0;
            if (!refused) {
                mine--;
            }
            long millis = Math.max(1, (endsAtNanos - System.nanoTime()) / 1_000_000);
            return new Budget(refused, allowed, mine + elsewhere, (millis + 999) / 1000);
        }

        private void renew() {
            long wanted = allowed == 0 ? 1 : Math.clamp(allowed / PARTS, 1, LARGEST_PART);
            MinuteCounts.Taken taken = counts.take(tenant, Limit.CONTROL_API_CALLS, wanted);
            allowed = taken.allowed();
            mine = taken.taken();
            elsewhere = taken.left();
            endsAtNanos = System.nanoTime() + taken.endsInMillis() * 1_000_000;
        }
    }
}
