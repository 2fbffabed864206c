package io.tallygate.billing.run;

import io.tallygate.billing.period.Share;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import java.math.BigDecimal;
import java.util.UUID;

/// What a run found of one subscription: how much it used in a part of one of its periods, on one plan version.
/// @param stage     place of the version's phase whose prices hold; their number: the plan's own
/// @param period    half open; a period of the subscription's calendar, or what lies of it before or after a change
/// @param share     that it is of the billing period, of what is asked for at least
/// @param quantity  as of the run's cut-off, exact; below zero where corrections took back more
record UsedPart(UUID planVersion, int stage, Meter meter, Period period, Share share, BigDecimal quantity) {
    static UsedPart of(Contract.Asked asked, BigDecimal quantity) {
        return new UsedPart(asked.planVersion(), asked.stage(), asked.meter(), asked.period(), asked.share(), quantity);
    }
}
