package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.metering.meter.Period;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Makes lines of what one subscription used. Run and preview both come here, so that what was announced is what is
/// billed. Of one transaction: it remembers plans.
final class Drafting {
    private final Catalog catalog;
    private final Map<UUID, PlanOffer> offers = new HashMap<>();

    Drafting(Catalog catalog) {
        this.catalog = catalog;
    }

    /// One for each part, in their order.
    List<InvoiceLine> lines(Subscription subscription, List<UsedPart> parts) {
        return parts.stream().map(part -> line(subscription, part)).toList();
    }

    /// @param parts  at least one
    DraftInvoice draft(Subscription subscription, List<UsedPart> parts, Parties parties) {
        List<InvoiceLine> lines = lines(subscription, parts);
        return new DraftInvoice(
                subscription.consumerId(),
                parties.seller(),
                parties.buyer(subscription.consumerId()),
                new Period(
                        parts.getFirst().period().from(),
                        parts.getLast().period().to()),
                subscription.timeZone(),
                currency(parts),
                lines);
    }

    /// A subscription's plans all have one.
    Currency currency(List<UsedPart> parts) {
        return offer(parts.getFirst().planVersion()).version().currency();
    }

    private InvoiceLine line(Subscription subscription, UsedPart part) {
        PlanOffer bought = offer(part.planVersion());
        return InvoiceLine.rated(
                subscription.id(),
                subscription.applicationId(),
                bought.version().id(),
                bought.product().name(),
                bought.plan().name(),
                part.meter(),
                part.period(),
                part.quantity(),
                bought.version().price(),
                bought.version().currency());
    }

    private PlanOffer offer(UUID version) {
        return offers.computeIfAbsent(
                version,
                id -> catalog.pinned(id).orElseThrow(() -> new IllegalStateException("no plan version " + id)));
    }
}
