package io.tallygate.portal.usage;

import io.tallygate.billing.run.MeteredUsage;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.MeterDefinition;
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

    @Inject
    private MeterUsage meters;

    @Override
    public BigDecimal quantity(
            TenantId tenant, SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff) {
        return usage.quantity(tenant, subscription, definition(tenant, meter), period, cutOff);
    }

    @Override
    public Map<SubscriptionId, BigDecimal> quantities(
            TenantId tenant,
            Collection<SubscriptionId> subscriptions,
            Meter meter,
            Period period,
            @Nullable Instant cutOff) {
        return usage.quantities(tenant, subscriptions, definition(tenant, meter), period, cutOff);
    }

    /// A meter that was archived still counts what was sold.
    private MeterDefinition definition(TenantId tenant, Meter meter) {
        return meters.meter(tenant, meter.slug())
                .orElseThrow(() -> new IllegalStateException("a plan is sold by a meter that is not there: " + meter));
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
