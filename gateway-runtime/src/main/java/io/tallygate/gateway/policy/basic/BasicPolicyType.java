package io.tallygate.gateway.policy.basic;

import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.CallerPolicyType;

/// `basic`
public final class BasicPolicyType extends CallerPolicyType {
    @Override
    public String name() {
        return "basic";
    }

    @Override
    protected String[] members() {
        return new String[] {"realm", "hide"};
    }

    @Override
    protected CallerCheck check(PolicyConfiguration config, PolicyEnvironment environment) {
        return new BasicCheck(realm(config, environment), config.bool("hide", true));
    }
}
