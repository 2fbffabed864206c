package io.tallygate.gateway.config;

import io.tallygate.gateway.aggregate.Aggregation;
import io.tallygate.gateway.exchange.CalledRoute;
import io.tallygate.gateway.policy.PolicyChain;
import io.tallygate.gateway.route.Operations;
import io.tallygate.gateway.route.Route;
import io.tallygate.gateway.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/// A route with what belongs to it, and, so that a call looks into few objects, what it asks of the route itself.
/// @param called      of its calls
/// @param operations  those of the route
/// @param metered     as the route says
/// @param stripPath   as the route says
/// @param aggregation  null: its upstream answers
public record LiveRoute(
        Route route,
        PolicyChain policies,
        Upstream upstream,
        CalledRoute called,
        Operations operations,
        boolean metered,
        boolean stripPath,
        @Nullable Aggregation aggregation) {
    LiveRoute(Route route, PolicyChain policies, Upstream upstream, @Nullable Aggregation aggregation) {
        this(
                route,
                policies,
                upstream,
                new CalledRoute(route.tenant(), route.environment(), route.api(), route.apiVersion(), route.id()),
                route.operations(),
                route.metered(),
                route.stripPath(),
                aggregation);
    }
}
