package io.tallygate.gateway.policy;

import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.route.Route;

/// What a policy may know when it is made.
/// @param route         the one that it stands on
/// @param counts        what limits count with
/// @param surroundings  of all policies of this gateway
/// @param claims        of tokens that the route's policies look at
public record PolicyEnvironment(Route route, LimitCounts counts, PolicySurroundings surroundings, WantedClaims claims) {
    public PolicyEnvironment(Route route, LimitCounts counts, PolicySurroundings surroundings) {
        this(route, counts, surroundings, new WantedClaims());
    }
}
