package io.tallygate.gateway.config;

import io.tallygate.gateway.policy.PolicyChain;
import io.tallygate.gateway.route.Route;
import io.tallygate.gateway.upstream.Upstream;

/// A route with what belongs to it.
public record LiveRoute(Route route, PolicyChain policies, Upstream upstream) {}
