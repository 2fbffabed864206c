package io.tallygate.portal.usage;

import io.tallygate.billing.run.MeteredUsage;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The quantities that billing asks for.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the field is injected by the container
public class MeteredCalls implements MeteredUsage {
    @Inject
    private Usage usage;

    @Override
    public BigDecimal quantity(
            TenantId tenant, SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff) {
        return usage.quantity(tenant, subscription, meter, period, cutOff);
    }

    @Override
    public Map<SubscriptionId, BigDecimal> quantities(
            TenantId tenant,
            Collection<SubscriptionId> subscriptions,
            Meter meter,
            Period period,
            @Nullable Instant cutOff) {
        return usage.quantities(tenant, subscriptions, meter, period, cutOff);
    }

    @Override
    public Instant completeUntil(TenantId tenant, Instant now) {
        return usage.completeUntil(tenant);
    }

    @Override
    public Instant cutOff(Instant now) {
        return usage.cutOff();
    }
}
