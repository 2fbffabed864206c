package io.tallygate.gateway.policy;

import io.tallygate.gateway.observe.Metrics;
import io.tallygate.gateway.upstream.AddressWall;
import io.tallygate.gateway.upstream.LoopCalls;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// What the policies of one gateway find around them, whatever route they stand on.
public final class PolicySurroundings implements AutoCloseable {
    private final AddressWall wall;
    private final Metrics metrics;
    private final LoopCalls calls;
    private final Map<Class<?>, AutoCloseable> shared = new HashMap<>();

    /// @param wall  around every address that a tenant chose
    /// @param calls  that policies may make of their own
    public PolicySurroundings(AddressWall wall, Metrics metrics, LoopCalls calls) {
        this.wall = wall;
        this.metrics = metrics;
        this.calls = calls;
    }

    /// For who only looks at a configuration: nothing can be called.
    public static PolicySurroundings closed() {
        return new PolicySurroundings(AddressWall.allowing(""), new Metrics(), new LoopCalls());
    }

    public AddressWall wall() {
        return wall;
    }

    public LoopCalls calls() {
        return calls;
    }

    public Metrics metrics() {
        return metrics;
    }

    /// What all policies of a kind have in common, and what outlives a configuration. Made when it is first asked for.
    public synchronized <T extends AutoCloseable> T shared(Class<T> type, Function<PolicySurroundings, T> made) {
        return type.cast(shared.computeIfAbsent(type, _ -> made.apply(this)));
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable each : shared.values()) {
            try {
                each.close();
            } catch (Exception e) {
                metrics.fault("stopping what policies share", e);
            }
        }
    }
}
