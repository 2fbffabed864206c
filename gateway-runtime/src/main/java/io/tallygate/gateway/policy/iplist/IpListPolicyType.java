package io.tallygate.gateway.policy.iplist;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.address.Networks;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;

/// `ip-list`
public final class IpListPolicyType implements PolicyType {
    @Override
    public String name() {
        return "ip-list";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "ip-list.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "allow", "deny");
        Networks allowed = Networks.of(config.texts("allow"));
        Networks denied = Networks.of(config.texts("deny"));
        if (allowed.isEmpty() && denied.isEmpty()) {
            throw new IllegalArgumentException("it neither allows nor denies an address");
        }
        return new IpListPolicy(allowed, denied);
    }
}
