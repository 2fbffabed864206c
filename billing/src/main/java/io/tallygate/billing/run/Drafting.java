package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a draft of what one subscription used in one period. Run and preview both come here, so that what
/// was announced is what is billed.
final class Drafting {
    private final Catalog catalog;
    private final MeteredUsage usage;

    Drafting(Catalog catalog, MeteredUsage usage) {
        this.catalog = catalog;
        this.usage = usage;
    }

    /// @param cutOff  only what was stored by then; null: all that is there
    DraftInvoice draft(
            TenantId tenant, Subscription subscription, Period period, Parties parties, @Nullable Instant cutOff) {
        PlanOffer bought = catalog.pinned(subscription.planVersionId())
                .orElseThrow(() -> new IllegalStateException("no plan version for subscription " + subscription.id()));
        Currency currency = bought.version().currency();
        BigDecimal quantity = usage.quantity(tenant, subscription.id(), Meter.REQUESTS, period, cutOff);
        InvoiceLine line = InvoiceLine.rated(
                subscription.id(),
                subscription.applicationId(),
                bought.version().id(),
                bought.product().name(),
                bought.plan().name(),
                Meter.REQUESTS,
                period,
                quantity,
                bought.version().price(),
                currency);
        return new DraftInvoice(
                subscription.consumerId(),
                parties.seller(),
                parties.buyer(subscription.consumerId()),
                period,
                subscription.timeZone(),
                currency,
                List.of(line));
    }
}
