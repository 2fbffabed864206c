package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// What the running month costs so far. Writes nothing; the caller owns the transaction and has set its
/// tenant.
public final class InvoicePreview {
    private final Drafting drafting;
    private final Clock clock;

    public InvoicePreview(EntityManager store, Clock clock, MeteredUsage usage) {
        this.drafting = new Drafting(new Catalog(store, clock), usage);
        this.clock = clock;
    }

    /// @return  empty when the subscription does not run in this month, or is never billed
    public Optional<DraftInvoice> of(TenantId tenant, Subscription subscription, Parties parties) {
        if (subscription.environment() != Environment.LIVE) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Period month =
                BillingPeriods.month(BillingPeriods.monthOf(now, subscription.timeZone()), subscription.timeZone());
        return subscription.within(month).map(period -> drafting.draft(tenant, subscription, period, parties, null));
    }
}
