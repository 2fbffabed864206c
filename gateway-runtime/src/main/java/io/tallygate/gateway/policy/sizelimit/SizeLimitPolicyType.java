package io.tallygate.gateway.policy.sizelimit;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.Verdict;

/// `size-limit`
public final class SizeLimitPolicyType implements PolicyType {
    /// @param requestBytes  octets of a body
    private record SizeLimitPolicy(long requestBytes) implements Policy {
        @Override
        public Verdict check(Exchange call) {
            call.requestBytesMax(requestBytes); // the call itself looks, since a body may not say how long it is
            return Verdict.CONTINUE;
        }
    }

    @Override
    public String name() {
        return "size-limit";
    }

    @Override
    public int order() {
        return 150;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "size-limit.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "requestBytes");
        if (!config.has("requestBytes")) {
            throw config.wrong("requestBytes", "is missing");
        }
        return new SizeLimitPolicy(config.number("requestBytes", 0, 0, Integer.MAX_VALUE));
    }
}
