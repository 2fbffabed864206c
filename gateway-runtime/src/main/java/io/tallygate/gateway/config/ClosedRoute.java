package io.tallygate.gateway.config;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyChain;
import io.tallygate.gateway.policy.PolicyTypes.Placed;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import io.tallygate.gateway.upstream.UpstreamRules;
import java.util.List;
import java.util.UUID;

/// What a route does whose policies or upstream cannot be used: it keeps its place and lets nobody pass. Were it left
/// out, its calls would come to a wider route, without the policies that they should have passed.
final class ClosedRoute {
    static final PolicyChain POLICIES = new PolicyChain(List.of(new Placed("closed", 0, new Closing())));
    /// Nobody comes that far.
    static final Upstream NOWHERE = new Upstream(
            new byte[0],
            new UUID(0, 0),
            new UUID(0, 0),
            false,
            List.of(new Target("nowhere.invalid", 1, 1, false)),
            "",
            1,
            1,
            false,
            UpstreamRules.standard());

    private ClosedRoute() {}

    private record Closing() implements Policy {
        @Override
        public Verdict check(Exchange call) {
            return new Verdict.Reject(Problems.ROUTE_UNUSABLE);
        }
    }
}
