package io.tallygate.billing.run;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.document.InvoiceDocument;
import io.tallygate.billing.invoice.BilledPeriod;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionChanges;
import io.tallygate.billing.subscription.SubscriptionHistory;
import io.tallygate.billing.subscription.Subscriptions;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Closes one month for every subscription of a tenant: first what each used and what it comes to is written down
/// ([RunDrafts]), many at a time, then each is billed in a transaction of its own. Safe to stop anywhere, to
/// repeat,
/// and
/// for many to do at once: workers take what nobody else holds, a draft is made once, and the store refuses to
/// close an
/// instant twice.
public final class BillingRun {
    /// Subscriptions drafted in one transaction, and asked for in one question.
    static final int CHUNK = MeteredUsage.MOST_AT_ONCE;

    private final EntityManager store;
    private final Transactions transactions;
    private final Clock clock;
    private final BillingSettings settings;
    private final MeteredUsage usage;
    private final Subscriptions subscriptions;
    private final SubscriptionChanges changes;
    private final Invoices invoices;
    private final RatingRuns runs;
    private final Prepaying prepaying;
    private final RunDrafts drafts;
    private final Function<IssuedInvoice, IssuedDocument> documents;

    public BillingRun(
            EntityManager store,
            Transactions transactions,
            Clock clock,
            BillingSettings settings,
            MeteredUsage usage,
            InvoiceDocument documents) {
        this(store, transactions, clock, settings, usage, documents::issue);
    }

    BillingRun(
            EntityManager store,
            Transactions transactions,
            Clock clock,
            BillingSettings settings,
            MeteredUsage usage,
            Function<IssuedInvoice, IssuedDocument> documents) {
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
        this.settings = settings;
        this.usage = usage;
        this.subscriptions = new Subscriptions(store, clock);
        this.changes = new SubscriptionChanges(store);
        this.invoices = new Invoices(store, clock);
        this.runs = new RatingRuns(store);
        this.drafts = new RunDrafts(store);
        this.documents = documents;
        this.prepaying = new Prepaying(store, clock);
    }

    /// The first time a month is closed it is noted as of which moment usage was read; every other time reads as
    /// of the same.
    /// @param overrideReason  why the month is closed although usage of it may be missing; null: none may be
    /// @throws PeriodStillOpen  before the month has ended in the zone of every subscription, or before all
    ///                          gateways have told what they had some time after its end; nothing is billed then
    public RunResult close(TenantId tenant, YearMonth month, Parties parties, @Nullable String overrideReason) {
        RatingRun run = draft(tenant, month, parties, overrideReason);
        Patience patience = new Patience();
        int issued = 0;
        @Nullable SubscriptionId last = null;
        while (true) {
            SubscriptionId after = last;
            Optional<Settled> one = transactions.run(() -> bill(run, after, parties));
            if (one.isPresent()) {
                issued += one.get().isNew() ? 1 : 0;
                last = one.get().subscription();
                patience.progress();
            } else if (last != null) {
                last = null; // once more from the beginning: somebody may have let go of one
            } else if (isOver(() -> drafts.isOpen(run), patience)) {
                break;
            }
        }
        List<UUID> all = transactions.run(() -> drafts.invoices(run));
        int withoutUsage = transactions.run(() -> drafts.withoutUsage(run));
        return new RunResult(run, issued, all.size() - issued, withoutUsage, all);
    }

    /// Writes down what every subscription used in the month and what it comes to, and bills nothing.
    /// Returns when that
    /// is done for all, whoever did it.
    /// @throws PeriodStillOpen  as [#close]
    public RatingRun draft(TenantId tenant, YearMonth month, Parties parties, @Nullable String overrideReason) {
        Period span = transactions.run(() -> span(month, parties));
        RatingRun run = transactions.run(() -> begin(tenant, month, span, overrideReason));
        Patience patience = new Patience();
        while (true) {
            if (transactions.run(() -> draftSome(tenant, run, span)) > 0) {
                patience.progress();
            } else if (isOver(() -> drafts.isUndrafted(run, span), patience)) {
                return run;
            }
        }
    }

    /// Waits when others still hold what is left.
    /// @return  whether nothing is left; false: look for more
    private boolean isOver(BooleanSupplier isLeft, Patience patience) {
        if (!transactions.run(isLeft::getAsBoolean)) {
            return true;
        }
        patience.pause();
        return false;
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

    /// @return  how many subscriptions this took
    private int draftSome(TenantId tenant, RatingRun run, Period span) {
        List<Subscription> held = drafts.claim(run, span, CHUNK);
        if (held.isEmpty()) {
            return 0;
        }
        Map<SubscriptionId, SubscriptionHistory> histories = changes.historiesOf(held);
        Drafting drafting = new Drafting(new Catalog(store, clock));
        Map<SubscriptionId, Contract> contracts = new LinkedHashMap<>();
        Map<SubscriptionId, List<Contract.Asked>> asked = new LinkedHashMap<>();
        for (Subscription each : held) {
            Contract contract = drafting.contract(each, Objects.requireNonNull(histories.get(each.id())));
            contracts.put(each.id(), contract);
            asked.put(each.id(), contract.asked(run.month()));
        }
        Map<SubscriptionId, List<UsedPart>> parts = new UsageSnapshot(tenant, usage, run.cutOff()).of(asked);
        BilledBefore before = BilledBefore.of(drafts, run.month(), contracts.values());
        List<RunDraft> made = new ArrayList<>();
        contracts.forEach((id, contract) -> {
            Bill bill = before.bill(contract, parts.getOrDefault(id, List.of()));
            made.add(new RunDraft(id, bill, bill.total(contract)));
        });
        drafts.keep(run, made, now());
        return held.size();
    }

    private record Settled(SubscriptionId subscription, boolean isNew) {}

    /// @return  empty when there is none that nobody else holds
    private Optional<Settled> bill(RatingRun run, @Nullable SubscriptionId after, Parties parties) {
        Optional<RunDraft> open = drafts.claimOpen(run, after);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        RunDraft draft = open.get();
        SubscriptionId id = draft.subscription();
        Subscription subscription = subscriptions.findLocked(id).orElseThrow();
        List<UsedPart> used = draft.bill().used();
        Optional<BilledPeriod> before = used.stream()
                .flatMap(part -> invoices.billed(id, part.meter(), part.period()).stream())
                .findFirst();
        if (before.isPresent()) {
            drafts.settle(run, id, before.get().invoice(), now());
            return Optional.of(new Settled(id, false));
        }
        for (UsedPart part : used) {
            if (part.quantity().signum() == 0) {
                invoices.closeWithoutUsage(id, part.meter(), part.period(), run.cutOff());
            }
        }
        Contract contract =
                new Drafting(new Catalog(store, clock)).contract(subscription, changes.historyOf(subscription));
        List<InvoiceLine> lines = draft.bill().lines(contract);
        UUID invoice = lines.isEmpty() ? null : issue(subscription, contract, lines, run, parties);
        drafts.settle(run, id, invoice, now());
        return Optional.of(new Settled(id, invoice != null));
    }

    private UUID issue(
            Subscription subscription, Contract contract, List<InvoiceLine> lines, RatingRun run, Parties parties) {
        Period period = Drafting.period(contract.asked(run.month()), contract.month(run.month()));
        IssuedInvoice issued = invoices.issue(
                Drafting.draft(subscription, contract, lines, period, parties),
                parties.sellerTimeZone(),
                run.cutOff(),
                documents);
        prepaying.pay(issued);
        return issued.id();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
