package io.tallygate.portal.invoice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.billing.document.InvoiceDocument;
import io.tallygate.billing.invoice.DocumentComposer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceSummary;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.run.BillingRun;
import io.tallygate.billing.run.BillingSettings;
import io.tallygate.billing.run.InvoicePreview;
import io.tallygate.billing.run.RatingRun;
import io.tallygate.billing.run.RatingRuns;
import io.tallygate.billing.run.RunResult;
import io.tallygate.billing.run.Transactions;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.usage.MeteredCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// A tenant's invoices. `visible` are the consumers whose documents the caller may see; empty for all.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Invoicing {
    /// Subscriptions of one consumer whose running month is shown at once.
    private static final int MOST_RUNNING = 50;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private TradingParties parties;

    @Inject
    private MeteredCalls usage;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "TALLYGATE_BILLING_GRACE", defaultValue = "PT1H")
    private Duration collectionWait;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    private final InvoiceDocument documents = new InvoiceDocument();

    /// Newest first.
    /// @param before  the last id of the page before; null for the first page
    public List<InvoiceSummary> list(TenantId tenant, Optional<List<UUID>> visible, @Nullable UUID before, int limit) {
        return transactions.inTenant(tenant, () -> invoices().list(visible.orElse(null), before, limit));
    }

    public Optional<IssuedInvoice> find(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(tenant, () -> seen(id, visible));
    }

    /// The PDF, byte by byte as it was issued.
    public Optional<IssuedDocument> document(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant, () -> seen(id, visible).flatMap(invoice -> invoices().document(id)));
    }

    /// The e-invoice (EN 16931).
    /// @param ubl  in that syntax; else as it was issued inside of the PDF, in CII
    /// @return     empty when there is no such invoice, or it has none
    public Optional<byte[]> eInvoice(TenantId tenant, UUID id, boolean ubl, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> seen(id, visible)
                        .flatMap(invoice -> ubl
                                ? InvoiceDocument.ubl(invoice).map(xml -> xml.getBytes(UTF_8))
                                : invoices().document(id).map(IssuedDocument::eInvoice)));
    }

    /// What the running month costs so far.
    /// @return  empty when there is no such subscription, not a visible one, or it does not run in this
    /// month
    /// @throws io.tallygate.metering.reading.UsageUnavailable  when usage cannot be read now
    public Optional<DraftInvoice> preview(TenantId tenant, UUID subscription, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> new Subscriptions(store, clock)
                        .find(new SubscriptionId(subscription))
                        .filter(found -> visible.isEmpty() || visible.get().contains(found.consumerId()))
                        .flatMap(found -> preview(tenant, found)));
    }

    /// What the running month costs so far for each of the consumer's active subscriptions; at most the first
    /// [#MOST_RUNNING].
    /// @throws io.tallygate.metering.reading.UsageUnavailable  when usage cannot be read now
    public List<DraftInvoice> running(TenantId tenant, UUID consumer) {
        SubscriptionFilter active =
                new SubscriptionFilter(List.of(consumer), null, null, Environment.LIVE, SubscriptionStatus.ACTIVE);
        return transactions.inTenant(
                tenant,
                () -> new Subscriptions(store, clock)
                        .list(active, null, MOST_RUNNING).stream()
                                .flatMap(found -> preview(tenant, found).stream())
                                .toList());
    }

    /// Closes a month for all of the tenant's subscriptions, each in a transaction of its own: not to be
    /// called inside one. Safe to repeat.
    /// @param overrideReason  why the month is closed although usage of it may be missing; null: none may be
    /// @throws io.tallygate.billing.run.PeriodStillOpen        before the month can be billed
    /// @throws io.tallygate.metering.reading.UsageUnavailable  when usage cannot be read; what is issued
    /// stays issued
    public RunResult run(TenantId tenant, YearMonth month, @Nullable String overrideReason) {
        Transactions each = new Transactions() {
            @Override
            public <T> T run(Supplier<T> work) {
                return transactions.inTenant(tenant, work::get);
            }
        };
        BillingSettings settings = new BillingSettings(collectionWait);
        return new BillingRun(store, each, clock, settings, usage, documents)
                .close(tenant, month, parties.of(tenant), overrideReason);
    }

    /// The months that were closed, newest first.
    /// @param before  the last id of the page before; null for the first page
    public List<RatingRun> runs(TenantId tenant, @Nullable UUID before, int limit) {
        return transactions.inTenant(tenant, () -> new RatingRuns(store).list(before, limit));
    }

    /// How long after a month's end every gateway must have told what it had.
    public Duration collectionWait() {
        return collectionWait;
    }

    private Optional<DraftInvoice> preview(TenantId tenant, Subscription subscription) {
        return new InvoicePreview(store, clock, usage)
                .of(tenant, subscription, parties.of(tenant))
                .map(new DocumentComposer(store, clock)::compose);
    }

    private Optional<IssuedInvoice> seen(UUID id, Optional<List<UUID>> visible) {
        return invoices()
                .find(id)
                .filter(invoice -> visible.isEmpty() || visible.get().contains(invoice.consumer()));
    }

    private Invoices invoices() {
        return new Invoices(store, clock);
    }
}
