package io.tallygate.gateway.consumer;

import java.util.UUID;

/// The limits of a plan version.
/// @param version        its id
/// @param monthlyCalls   the quota of a calendar month; negative: none
/// @param rateCalls      calls in any span of `rateSeconds`; 0: unlimited
public record Plan(UUID version, String name, long monthlyCalls, long rateCalls, int rateSeconds) {
    public boolean hasQuota() {
        return monthlyCalls >= 0;
    }

    public boolean hasRate() {
        return rateCalls > 0;
    }
}
