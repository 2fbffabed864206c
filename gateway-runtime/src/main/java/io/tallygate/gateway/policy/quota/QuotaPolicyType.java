package io.tallygate.gateway.policy.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.limit.LimitSettings;

/// `quota`: so many units in each hour, day, week, month or year.
public final class QuotaPolicyType implements PolicyType {
    static final String NAME = "quota";

    private static final JsonNode SCHEMA = LimitSettings.schema(QuotaPolicyType.class, "quota.schema.json");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int order() {
        return 310;
    }

    @Override
    public JsonNode schema() {
        return SCHEMA;
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        return QuotaConfig.of(configuration).policy(environment);
    }
}
