package io.tallygate.gateway.upstream;

import org.jspecify.annotations.Nullable;

/// What an upstream may ask for beyond its targets.
/// @param idleTimeoutMillis  an answer that does not go on for so long is broken off; 0: as [PoolLimits] says
/// @param check              null: targets are not asked how they do
/// @param breaker            null: there is none
/// @param credential         null: none is shown
public record UpstreamRules(
        int idleTimeoutMillis,
        Balancing.Kind balancing,
        HealthRules health,
        @Nullable HealthCheck check,
        CircuitBreaker.@Nullable Rules breaker,
        RetryRules retries,
        UpstreamTls trust,
        @Nullable UpstreamCredential credential) {

    /// In turn, with passive health and the safest of retries.
    public static UpstreamRules standard() {
        return new UpstreamRules(
                0,
                new Balancing.Kind.InTurn(),
                HealthRules.standard(),
                null,
                null,
                RetryRules.standard(),
                UpstreamTls.STANDARD,
                null);
    }
}
