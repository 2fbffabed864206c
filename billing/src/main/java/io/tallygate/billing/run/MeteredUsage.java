package io.tallygate.billing.run;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;

/// Where quantities come from: metering's `UsageReader`.
@FunctionalInterface
public interface MeteredUsage {
    /// @param period  UTC, half open, by the calls' end
    /// @return        billable units only, exact; zero when nothing was used
    BigDecimal quantity(TenantId tenant, SubscriptionId subscription, Meter meter, Period period);

    /// @return  calls that ended before this moment are all counted; `now` when nothing is known to be missing
    default Instant completeUpTo(Instant now) {
        return now;
    }
}
