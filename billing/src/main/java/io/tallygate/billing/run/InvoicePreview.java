package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionPhase;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What the running period costs so far. Writes nothing; the caller owns the transaction and has set its
/// tenant.
public final class InvoicePreview {
    private final EntityManager store;
    private final Clock clock;
    private final MeteredUsage usage;

    public InvoicePreview(EntityManager store, Clock clock, MeteredUsage usage) {
        this.store = store;
        this.clock = clock;
        this.usage = usage;
    }

    /// @return  empty when the subscription does not run now, or is never billed
    public Optional<DraftInvoice> of(TenantId tenant, Subscription subscription, Parties parties) {
        if (subscription.environment() != Environment.LIVE) {
            return Optional.empty();
        }
        List<SubscriptionPhase> spans = BilledSpans.of(
                        subscription, new Subscriptions(store, clock).history(subscription))
                .running(clock.instant());
        List<UsedPart> parts = new UsageSnapshot(tenant, usage, null).of(subscription, spans);
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Drafting(new Catalog(store, clock)).draft(subscription, parts, parties));
    }
}
