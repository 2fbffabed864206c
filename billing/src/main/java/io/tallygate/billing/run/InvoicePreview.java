package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
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

    /// What the run that closes the running period would bill if nothing more were used: the same function
    /// makes both.
    /// @return  empty when the subscription does not run now, or is never billed; without lines when
    ///          nothing is owed
    public Optional<DraftInvoice> of(TenantId tenant, Subscription subscription, Parties parties) {
        Instant now = clock.instant();
        if (subscription.environment() != Environment.LIVE) {
            return Optional.empty();
        }
        Contract contract = new Drafting(new Catalog(store, clock))
                .contract(subscription, new Subscriptions(store, clock).history(subscription));
        if (!isOpen(contract, now)) {
            return Optional.empty();
        }
        YearMonth month = contract.monthOf(now);
        List<Contract.Asked> asked = contract.asked(month);
        List<UsedPart> used = new UsageSnapshot(tenant, usage, null).of(subscription.id(), asked);
        Bill bill =
                BilledBefore.of(new RunDrafts(store), month, List.of(contract)).bill(contract, used);
        List<InvoiceLine> lines = bill.lines(contract);
        return Optional.of(Drafting.draft(
                subscription,
                contract,
                lines.isEmpty() ? bill.allLines(contract) : lines,
                Drafting.period(asked, contract.month(month)),
                parties));
    }

    /// It runs, or ended in the period that does: that much is yet to be billed.
    private static boolean isOpen(Contract contract, Instant now) {
        SubscriptionHistory history = contract.history();
        Instant end = history.endsAt();
        return !history.phases().isEmpty()
                && !now.isBefore(history.startsAt())
                && (end == null || end.isAfter(contract.calendar().at(now).from()));
    }
}
