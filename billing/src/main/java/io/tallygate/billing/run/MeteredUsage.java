package io.tallygate.billing.run;

import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where quantities come from: metering's readers.
@FunctionalInterface
public interface MeteredUsage {
    int MOST_AT_ONCE = 500;

    /// @param period  UTC, half open, by the calls' end
    /// @param cutOff  only what the store had taken by then; null: all that is there
    /// @return        billable units only, exact; zero when nothing was used
    BigDecimal quantity(
            TenantId tenant, SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff);

    /// The same for many subscriptions and one period: one question where the store can answer it so.
    /// @param subscriptions  at most [#MOST_AT_ONCE]
    /// @return               those without usage may be missing
    default Map<SubscriptionId, BigDecimal> quantities(
            TenantId tenant,
            Collection<SubscriptionId> subscriptions,
            Meter meter,
            Period period,
            @Nullable Instant cutOff) {
        Map<SubscriptionId, BigDecimal> quantities = new LinkedHashMap<>();
        subscriptions.forEach(each -> quantities.put(each, quantity(tenant, each, meter, period, cutOff)));
        return quantities;
    }

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
