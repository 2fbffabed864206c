package io.tallygate.gateway.config;

import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.policy.PolicyChain;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The policies of routes that name none of their own: the same object for all routes of a tenant, which a call then
/// finds in the processor's caches whichever of ten thousand routes it takes.
final class UsualPolicies implements AutoCloseable {
    /// Above it they are forgotten and gathered anew: routes that are gone must not keep theirs.
    private static final int MOST = 10_000;

    private final Map<Key, PolicyChain> known = new HashMap<>();

    private record Key(
            LimitCounts counts,
            String authentication,
            String tenantSlug,
            @Nullable String keyQueryParameter) {}

    synchronized PolicyChain of(
            LimitCounts counts,
            String authentication,
            String tenantSlug,
            @Nullable String keyQueryParameter,
            Supplier<PolicyChain> made) {
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(new Key(counts, authentication, tenantSlug, keyQueryParameter), _ -> made.get());
    }

    @Override
    public void close() {}
}
