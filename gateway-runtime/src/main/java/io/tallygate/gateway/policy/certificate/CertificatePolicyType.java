package io.tallygate.gateway.policy.certificate;

import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.CallerPolicyType;

/// `certificate`
public final class CertificatePolicyType extends CallerPolicyType {
    @Override
    public String name() {
        return "certificate";
    }

    @Override
    protected String[] members() {
        return new String[] {"by"};
    }

    @Override
    protected CallerCheck check(PolicyConfiguration config, PolicyEnvironment environment) {
        return new CertificateCheck(
                config.oneOf("by", "fingerprint", "fingerprint", "subject").equals("subject"));
    }
}
