package io.tallygate.gateway.aggregate;

import io.tallygate.gateway.policy.GatheredOctets;
import io.tallygate.gateway.route.Route;
import io.tallygate.gateway.upstream.Upstream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// How a route answers with what several upstream calls bring. Immutable; shared by all calls of the route.
/// @param timeoutNanos  for all steps together
/// @param maxBytes      of all their answers together, and of what comes out
/// @param upstreams     that steps name; empty before they are known
public record Aggregation(
        Route route,
        List<Step> steps,
        Assembly assembly,
        long timeoutNanos,
        int maxBytes,
        boolean looksAtBody,
        GatheredOctets gathered,
        Map<UUID, Upstream> upstreams) {

    public Aggregation {
        steps = List.copyOf(steps);
        upstreams = Map.copyOf(upstreams);
    }

    /// That it calls beside the route's own.
    public Set<UUID> needed() {
        Set<UUID> ids = new HashSet<>();
        for (Step step : steps) {
            if (step.upstream() != null) {
                ids.add(step.upstream());
            }
        }
        return ids;
    }

    /// The same, with those upstreams known.
    public Aggregation with(Map<UUID, Upstream> all) {
        Map<UUID, Upstream> known = new HashMap<>(all);
        known.keySet().retainAll(needed());
        return new Aggregation(route, steps, assembly, timeoutNanos, maxBytes, looksAtBody, gathered, known);
    }

    Upstream upstreamOf(Step step, Upstream ofRoute) {
        UUID id = step.upstream();
        Upstream upstream = id == null ? ofRoute : upstreams.get(id);
        if (upstream == null) {
            throw new IllegalStateException("no upstream " + id);
        }
        return upstream;
    }
}
