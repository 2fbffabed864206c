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
import java.time.temporal.ChronoUnit;
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
    private final RatingRuns runs;
    private final Drafting drafting;
    private final InvoiceDocument documents;
    private final Prepaying prepaying;

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
        this.runs = new RatingRuns(store);
        this.drafting = new Drafting(new Catalog(store, clock), usage);
        this.documents = documents;
        this.prepaying = new Prepaying(store, clock);
    }

    /// The first time a month is closed it is noted as of which moment usage was read; every other time reads as
    /// of the same.
    /// @param overrideReason  why the month is closed although usage of it may be missing; null: none may be
    /// @throws PeriodStillOpen  before the month has ended in the zone of every subscription, or before all
    ///                          gateways have told what they had some time after its end; nothing is billed then
    public RunResult close(TenantId tenant, YearMonth month, Parties parties, @Nullable String overrideReason) {
        Period span = transactions.run(() -> span(month, parties));
        RatingRun run = transactions.run(() -> begin(tenant, month, span, overrideReason));
        Tally tally = new Tally(run);
        @Nullable SubscriptionId last = null;
        while (true) {
            SubscriptionId after = last;
            List<SubscriptionId> page =
                    transactions.run(() -> subscriptions.billableBetween(span.from(), span.to(), after, PAGE));
            for (SubscriptionId subscription : page) {
                transactions.run(() -> bill(tenant, subscription, run, parties)).countIn(tally);
            }
            if (page.size() < PAGE) {
                return tally.result();
            }
            last = page.getLast();
        }
    }

    /// The time that the month spans over all zones in use.
    private Period span(YearMonth month, Parties parties) {
        List<ZoneId> zones = new ArrayList<>(subscriptions.timeZones());
        zones.add(parties.sellerTimeZone());
        Instant from = zones.stream()
                .map(zone -> BillingPeriods.month(month, zone).from())
                .reduce(Instant.MAX, (a, b) -> a.isBefore(b) ? a : b);
        Instant to = zones.stream()
                .map(zone -> BillingPeriods.month(month, zone).to())
                .reduce(Instant.MIN, (a, b) -> a.isAfter(b) ? a : b);
        return new Period(from, to);
    }

    private RatingRun begin(TenantId tenant, YearMonth month, Period span, @Nullable String overrideReason) {
        runs.lock(tenant.value());
        Optional<RatingRun> before = runs.of(month);
        if (before.isPresent()) {
            return before.get();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant collected = span.to().plus(settings.collectionWait());
        if (now.isBefore(overrideReason == null ? collected : span.to())) {
            throw PeriodStillOpen.until(month, collected);
        }
        Instant complete = usage.completeUntil(tenant, now).truncatedTo(ChronoUnit.MICROS);
        if (complete.isBefore(collected) && overrideReason == null) {
            throw PeriodStillOpen.missingUsage(month, complete);
        }
        String reason = complete.isBefore(collected) ? overrideReason : null;
        return runs.begin(month, usage.cutOff(now).truncatedTo(ChronoUnit.MICROS), complete, reason, now);
    }

    private Outcome bill(TenantId tenant, SubscriptionId id, RatingRun run, Parties parties) {
        Optional<Subscription> found = subscriptions.findLocked(id);
        if (found.isEmpty()) {
            return new Outcome.NotActive();
        }
        Subscription subscription = found.get();
        if (subscription.environment() != Environment.LIVE) {
            return new Outcome.NotActive();
        }
        Optional<Period> active = subscription.within(BillingPeriods.month(run.month(), subscription.timeZone()));
        if (active.isEmpty()) {
            return new Outcome.NotActive();
        }
        Period period = active.get();
        Optional<BilledPeriod> before = invoices.billed(id, Meter.REQUESTS, period);
        if (before.isPresent()) {
            UUID invoice = before.get().invoice();
            return invoice == null ? new Outcome.WithoutUsage() : new Outcome.AlreadyIssued(invoice);
        }
        DraftInvoice draft = drafting.draft(tenant, subscription, period, parties, run.cutOff());
        if (draft.lines().stream().allMatch(line -> line.quantity().signum() == 0)) {
            invoices.closeWithoutUsage(id, Meter.REQUESTS, period, run.cutOff());
            return new Outcome.WithoutUsage();
        }
        IssuedInvoice issued = invoices.issue(draft, parties.sellerTimeZone(), run.cutOff(), documents::issue);
        prepaying.pay(issued);
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
        private final RatingRun run;
        private final List<UUID> invoices = new ArrayList<>();
        private int issued;
        private int alreadyIssued;
        private int withoutUsage;

        Tally(RatingRun run) {
            this.run = run;
        }

        RunResult result() {
            return new RunResult(run, issued, alreadyIssued, withoutUsage, invoices);
        }
    }
}
