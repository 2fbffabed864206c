package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.document.InvoiceDocument;
import io.tallygate.billing.invoice.BilledPeriod;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Closes one month for every subscription of a tenant, each in a transaction of its own. Safe to stop
/// anywhere, to repeat, and to run twice at the same time: a subscription's row is locked while it is
/// billed, and the store refuses to close an instant twice.
public final class BillingRun {
    /// Subscriptions read at a time.
    private static final int PAGE = 200;

    private final Transactions transactions;
    private final Clock clock;
    private final BillingSettings settings;
    private final MeteredUsage usage;
    private final Subscriptions subscriptions;
    private final Invoices invoices;
    private final Drafting drafting;
    private final InvoiceDocument documents;

    public BillingRun(
            EntityManager store,
            Transactions transactions,
            Clock clock,
            BillingSettings settings,
            MeteredUsage usage,
            InvoiceDocument documents) {
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
        this.usage = usage;
        this.subscriptions = new Subscriptions(store, clock);
        this.invoices = new Invoices(store, clock);
        this.drafting = new Drafting(new Catalog(store, clock), usage);
        this.documents = documents;
    }

    /// @throws PeriodStillOpen  before the month has ended, and the grace has passed, in the zone of every
    /// subscription; nothing
    ///                          is billed then
    public RunResult close(TenantId tenant, YearMonth month, Parties parties) {
        Period span = transactions.run(() -> closedSpan(month, parties));
        Tally tally = new Tally(month);
        @Nullable SubscriptionId last = null;
        while (true) {
            SubscriptionId after = last;
            List<SubscriptionId> page =
                    transactions.run(() -> subscriptions.billableBetween(span.from(), span.to(), after, PAGE));
            for (SubscriptionId subscription : page) {
                transactions
                        .run(() -> bill(tenant, subscription, month, parties))
                        .countIn(tally);
            }
            if (page.size() < PAGE) {
                return tally.result();
            }
            last = page.getLast();
        }
    }

    /// The time that the month spans over all zones in use.
    private Period closedSpan(YearMonth month, Parties parties) {
        List<ZoneId> zones = new ArrayList<>(subscriptions.timeZones());
        zones.add(parties.sellerTimeZone());
        Instant from = zones.stream()
                .map(zone -> BillingPeriods.month(month, zone).from())
                .reduce(Instant.MAX, (a, b) -> a.isBefore(b) ? a : b);
        Instant to = zones.stream()
                .map(zone -> BillingPeriods.month(month, zone).to())
                .reduce(Instant.MIN, (a, b) -> a.isAfter(b) ? a : b);
        Instant closesAt = to.plus(settings.lateUsageGrace());
        Instant now = clock.instant();
        if (now.isBefore(closesAt)) {
            throw PeriodStillOpen.until(month, closesAt);
        }
        if (now.isBefore(to.plus(settings.silentGatewayWait()))) {
            Instant complete = usage.completeUpTo(now);
            if (complete.isBefore(to)) {
                throw PeriodStillOpen.missingUsage(month, complete);
            }
        }
        return new Period(from, to);
    }

    private Outcome bill(TenantId tenant, SubscriptionId id, YearMonth month, Parties parties) {
        Optional<Subscription> found = subscriptions.findLocked(id);
        if (found.isEmpty()) {
            return new Outcome.NotActive();
        }
        Subscription subscription = found.get();
        if (subscription.environment() != Environment.LIVE) {
            return new Outcome.NotActive();
        }
        Optional<Period> active = subscription.within(BillingPeriods.month(month, subscription.timeZone()));
        if (active.isEmpty()) {
            return new Outcome.NotActive();
        }
        Period period = active.get();
        Optional<BilledPeriod> before = invoices.billed(id, Meter.REQUESTS, period);
        if (before.isPresent()) {
            UUID invoice = before.get().invoice();
            return invoice == null ? new Outcome.WithoutUsage() : new Outcome.AlreadyIssued(invoice);
        }
        DraftInvoice draft = drafting.draft(tenant, subscription, period, parties);
        if (draft.lines().stream().allMatch(line -> line.quantity().signum() == 0)) {
            invoices.closeWithoutUsage(id, Meter.REQUESTS, period);
            return new Outcome.WithoutUsage();
        }
        IssuedInvoice issued = invoices.issue(draft, parties.sellerTimeZone(), documents::issue);
        return new Outcome.Issued(issued.id());
    }

    private sealed interface Outcome {
        record Issued(UUID invoice) implements Outcome {}

        record AlreadyIssued(UUID invoice) implements Outcome {}

        record WithoutUsage() implements Outcome {}

        record NotActive() implements Outcome {}

        default void countIn(Tally tally) {
            switch (this) {
                case Issued(var invoice) -> {
                    tally.issued++;
                    tally.invoices.add(invoice);
                }
                case AlreadyIssued(var invoice) -> {
                    tally.alreadyIssued++;
                    tally.invoices.add(invoice);
                }
                case WithoutUsage() -> tally.withoutUsage++;
                case NotActive() -> {}
            }
        }
    }

    private static final class Tally {
        private final YearMonth month;
        private final List<UUID> invoices = new ArrayList<>();
        private int issued;
        private int alreadyIssued;
        private int withoutUsage;

        Tally(YearMonth month) {
            this.month = month;
        }

        RunResult result() {
            return new RunResult(month, issued, alreadyIssued, withoutUsage, invoices);
        }
    }
}
