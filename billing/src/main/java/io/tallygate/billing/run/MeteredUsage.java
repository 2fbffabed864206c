package io.tallygate.billing.run;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;

/// Where quantities come from: `UsageReader::quantity`.
@FunctionalInterface
public interface MeteredUsage {
    /// @param period  UTC, half open, by the calls' end
    /// @return        billable units only, exact; zero when nothing was used
    BigDecimal quantity(TenantId tenant, SubscriptionId subscription, Meter meter, Period period);
}
