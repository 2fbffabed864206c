package io.tallygate.gateway.policy.caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.PolicyTypes;
import java.util.ArrayList;
import java.util.List;

/// `any-caller`: one of several kinds of credentials is enough.
public final class AnyCallerPolicyType implements PolicyType {
    @Override
    public String name() {
        return "any-caller";
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "any-caller.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, CallerPolicyType.withAnonymous("of"));
        List<CallerCheck> checks = new ArrayList<>();
        for (PolicyConfiguration part : config.objects("of", "policy", "config")) {
            String name = part.text("policy");
            if (!(PolicyTypes.builtIn().find(name) instanceof CallerPolicyType type)) {
                throw part.wrong("policy", "asks for no credential: " + name);
            }
            checks.add(type.part(part.raw("config"), environment));
        }
        if (checks.isEmpty()) {
            throw config.wrong("of", "names no policy");
        }
        return new CallerPolicy(checks, CallerPolicyType.anonymous(config));
    }
}
