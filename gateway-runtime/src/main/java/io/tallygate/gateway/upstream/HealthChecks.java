package io.tallygate.gateway.upstream;

import io.tallygate.gateway.observe.Metrics;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Asks the targets of upstreams that want it how they do. One event loop does it for all.
public final class HealthChecks {
    private final Supplier<List<Upstream>> upstreams;
    private final UpstreamConnections connections;
    private final Metrics metrics;
    private final Map<Target, HealthProbe> probes = new IdentityHashMap<>();
    private List<Upstream> known = List.of();

    /// @param upstreams    of the configuration now; the same list as long as they are the same
    /// @param connections  of the loop on which this is used
    public HealthChecks(Supplier<List<Upstream>> upstreams, UpstreamConnections connections, Metrics metrics) {
        this.upstreams = upstreams;
        this.connections = connections;
        this.metrics = metrics;
    }

    /// Some times a second.
    public void sweep(long nowNanos) {
        List<Upstream> now = upstreams.get();
        if (now != known) {
            known = now;
            follow(now);
        }
        probes.values().forEach(probe -> probe.sweep(nowNanos));
    }

    private void follow(List<Upstream> now) {
        Map<Target, HealthProbe> before = new IdentityHashMap<>(probes);
        probes.clear();
        for (Upstream upstream : now) {
            HealthCheck check = upstream.rules().check();
            if (check != null) {
                follow(upstream, check, before);
            }
        }
        before.values().forEach(HealthProbe::stop);
    }

    private void follow(Upstream upstream, HealthCheck check, Map<Target, HealthProbe> before) {
        for (Target target : upstream.targets()) {
            HealthProbe probe = before.remove(target);
            probes.put(target, probe == null ? new HealthProbe(upstream, target, check, connections, metrics) : probe);
        }
    }
}
