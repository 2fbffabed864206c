package io.tallygate.gateway.policy.iplist;

import io.tallygate.gateway.address.IpAddress;
import io.tallygate.gateway.address.Networks;
import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.Verdict;
import io.tallygate.gateway.problem.Problems;

/// Lets addresses in, or keeps them out.
final class IpListPolicy implements Policy {
    private static final Verdict REFUSED = new Verdict.Reject(Problems.ADDRESS_NOT_ALLOWED);

    private final Networks allowed;
    private final Networks denied;

    /// @param allowed  empty: all that are not denied
    IpListPolicy(Networks allowed, Networks denied) {
        this.allowed = allowed;
        this.denied = denied;
    }

    @Override
    public Verdict check(Exchange call) {
        IpAddress address = IpAddress.parse(call.clientAddress());
        boolean enters =
                address != null && !denied.contains(address) && (allowed.isEmpty() || allowed.contains(address));
        return enters ? Verdict.CONTINUE : REFUSED;
    }
}
