package io.tallygate.gateway.policy.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.GatheredOctets;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import java.util.HashSet;
import java.util.Set;

/// `response-mapping`
public final class ResponseMappingPolicyType implements PolicyType {
    @Override
    public String name() {
        return "response-mapping";
    }

    /// Behind `compression`, so that it sees an answer before that does.
    @Override
    public int order() {
        return 600;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "response-mapping.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(
                configuration, "expression", "maxBytes", "contentType", "otherTypes", "statuses");
        Set<Integer> statuses = new HashSet<>();
        for (JsonNode status : config.raw("statuses")) {
            if (!status.isInt() || status.asInt() < 200 || status.asInt() > 599) {
                throw config.wrong("statuses", "holds what is not from 200 to 599");
            }
            statuses.add(status.asInt());
        }
        GatheredOctets gathered = environment.surroundings().shared(GatheredOctets.class, GatheredOctets::new);
        return new ResponseMappingPolicy(MappedReader.read(config, environment), Set.copyOf(statuses), gathered);
    }
}
