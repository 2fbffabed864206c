package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.metering.meter.Period;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Makes drafts of bills. Run and preview both come here, so that what was announced is what is billed. Of one
/// transaction: it remembers plans.
final class Drafting {
    private final Catalog catalog;
    private final Map<UUID, Sold> plans = new HashMap<>();

    Drafting(Catalog catalog) {
        this.catalog = catalog;
    }

    Contract contract(Subscription subscription, SubscriptionHistory history) {
        return Contract.of(
                subscription.id(),
                subscription.applicationId(),
                subscription.rule(),
                subscription.timeZone(),
                history,
                this::plan);
    }

    Sold plan(UUID version) {
        return plans.computeIfAbsent(
                version,
                id -> Sold.of(
                        catalog.pinned(id).orElseThrow(() -> new IllegalStateException("no plan version " + id))));
    }

    /// @param lines   what is billed
    /// @param period  what the document is about
    static DraftInvoice draft(
            Subscription subscription, Contract contract, List<InvoiceLine> lines, Period period, Parties parties) {
        return new DraftInvoice(
                subscription.consumerId(),
                parties.seller(),
                parties.buyer(subscription.consumerId()),
                period,
                contract.zone(),
                Objects.requireNonNull(contract.currency()),
                lines);
    }

    /// From the first to the last moment of the usage that was asked for; where none was, the whole month.
    static Period period(List<Contract.Asked> asked, Period month) {
        List<Period> periods = asked.stream().map(Contract.Asked::period).toList();
        Instant from = periods.stream()
                .map(Period::from)
                .min(Comparator.naturalOrder())
                .orElse(month.from());
        Instant to =
                periods.stream().map(Period::to).max(Comparator.naturalOrder()).orElse(month.to());
        return new Period(from, to);
    }
}
