package io.tallygate.billing.run;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where quantities come from: metering's readers.
@FunctionalInterface
public interface MeteredUsage {
    /// @param period  UTC, half open, by the calls' end
    /// @param cutOff  only what the store had taken by then; null: all that is there
    /// @return        billable units only, exact; zero when nothing was used
    BigDecimal quantity(
            TenantId tenant, SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff);

    /// @return  calls to the tenant that ended before this moment are all counted; `now` when nothing is known to be
    ///          missing
    default Instant completeUntil(TenantId tenant, Instant now) {
        return now;
    }

    /// A moment such that whoever reads as of it, whenever, gets the same.
    /// @param now  where the store's own clock is not asked
    default Instant cutOff(Instant now) {
        return now;
    }
}
