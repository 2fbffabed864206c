package io.tallygate.gateway.policy.ratelimit;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.limit.LimitSettings;

/// `rate-limit`: so many units in so many seconds, one limit or several.
public final class RateLimitPolicyType implements PolicyType {
    static final String NAME = "rate-limit";

    private static final JsonNode SCHEMA = LimitSettings.schema(RateLimitPolicyType.class, "rate-limit.schema.json");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int order() {
        return 300;
    }

    @Override
    public JsonNode schema() {
        return SCHEMA;
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        return RateLimitConfig.of(configuration).policy(environment);
    }
}
