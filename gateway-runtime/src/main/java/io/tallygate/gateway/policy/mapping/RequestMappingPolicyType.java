package io.tallygate.gateway.policy.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;

/// `request-mapping`
public final class RequestMappingPolicyType implements PolicyType {
    @Override
    public String name() {
        return "request-mapping";
    }

    /// Behind what the limits and the caller's checks say, and what else changes the request.
    @Override
    public int order() {
        return 600;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "request-mapping.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        return new RequestMappingPolicy(MappedReader.read(
                PolicyConfiguration.of(configuration, "expression", "maxBytes", "contentType", "otherTypes"),
                environment));
    }
}
