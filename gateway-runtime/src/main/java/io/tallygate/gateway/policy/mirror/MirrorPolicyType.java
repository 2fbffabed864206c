package io.tallygate.gateway.policy.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;

/// `mirror`
public final class MirrorPolicyType implements PolicyType {
    @Override
    public String name() {
        return "mirror";
    }

    /// Behind all that changes the request.
    @Override
    public int order() {
        return 650;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "mirror.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config =
                PolicyConfiguration.of(configuration, "upstream", "percent", "maxBytes", "timeoutMillis");
        JsonNode percent = config.raw("percent");
        double share = percent.isMissingNode() ? 100 : percent.isNumber() ? percent.asDouble() : -1;
        if (!(share > 0 && share <= 100)) {
            throw config.wrong("percent", "is not a number above 0 and up to 100");
        }
        return new MirrorPolicy(
                config.uuid("upstream"),
                null,
                share / 100,
                config.number("maxBytes", 64 << 10, 0, 1 << 20),
                config.number("timeoutMillis", 10_000, 1, 60_000) * 1_000_000L,
                environment.surroundings());
    }
}
