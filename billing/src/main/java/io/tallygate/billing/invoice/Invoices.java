package io.tallygate.billing.invoice;

import io.tallygate.billing.coupon.Coupons;
import io.tallygate.billing.invoice.store.BilledPeriodRow;
import io.tallygate.billing.invoice.store.CreditNoteUseRow;
import io.tallygate.billing.invoice.store.GivenUpRow;
import io.tallygate.billing.invoice.store.InvoiceDocumentRow;
import io.tallygate.billing.invoice.store.InvoiceLineRow;
import io.tallygate.billing.invoice.store.InvoiceRow;
import io.tallygate.billing.invoice.store.InvoiceTables;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Issues invoices, once, and finds issued ones. The caller owns the transaction and has set its
/// tenant; it also holds the
/// subscription's lock, so that what [#billed] says stays true until the transaction ends.
public final class Invoices {
    private final EntityManager store;
    private final Clock clock;
    private final NumberSeries numbers;
    private final Coupons coupons;

    public Invoices(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.numbers = new NumberSeries(store);
        this.coupons = new Coupons(store, clock);
    }

    /// Whether any instant of `period` is closed already.
    /// @return  empty when none is; else what was closed
    public Optional<BilledPeriod> billed(SubscriptionId subscription, Meter meter, Period period) {
        return store.createQuery("""
            select new io.tallygate.billing.invoice.BilledPeriod(b.invoiceId) from BilledPeriodRow b
            where b.subscriptionId = :subscription and b.meter = :meter
              and b.periodFrom < :to and b.periodTo > :from
            order by b.periodFrom\
            """, BilledPeriod.class)
                .setParameter("subscription", subscription.value())
                .setParameter("meter", meter.slug())
                .setParameter("from", period.from())
                .setParameter("to", period.to())
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /// What was billed of a subscription's period, and as of when its usage was read.
    /// @param cutOff  null: nobody noted it, before runs were
    public record Billed(
            SubscriptionId subscription,
            String meter,
            Period period,
            BigDecimal quantity,
            @Nullable Instant cutOff) {}

    /// Periods that ended within a stretch of time, also those without usage.
    public List<Billed> billedBetween(Period within, int limit) {
        return store.createQuery("""
            from BilledPeriodRow b where b.periodTo > :from and b.periodTo <= :to order by b.periodFrom, b.id\
            """, BilledPeriodRow.class)
                .setParameter("from", within.from())
                .setParameter("to", within.to())
                .setMaxResults(limit)
                .getResultStream()
                .map(InvoiceTables::billed)
                .toList();
    }

    /// Closes a period in which nothing was used: there is nothing to invoice, and no number is spent on it.
    public void closeWithoutUsage(SubscriptionId subscription, Meter meter, Period period, @Nullable Instant cutOff) {
        store.persist(InvoiceTables.closed(subscription, meter, period, BigDecimal.ZERO, null, cutOff, now()));
        store.flush();
    }

    /// Composes the draft's lines into a document, gives it its number and makes it final: head, lines, closed
    /// periods and
    /// the document's bytes are written together or not at all. Others who issue for this legal entity wait
    /// from the number
    /// on until this transaction ends; those who issue to this consumer from the beginning.
    /// @param lines       a draft of lines alone; see [DocumentComposer]
    /// @param sellerZone  in which the date of issue is read
    /// @param cutOff      as of which usage was read; null: of no certain moment
    /// @param document    renders what is handed out; its bytes are kept and hashed
    public IssuedInvoice issue(
            DraftInvoice lines,
            ZoneId sellerZone,
            @Nullable Instant cutOff,
            Function<IssuedInvoice, IssuedDocument> document) {
        lock(lines.consumer());
        DraftInvoice draft = new DocumentComposer(store, clock).compose(lines);
        Instant at = now();
        NumberSeries.Allotted allotted = numbers.next(draft.terms().series(), LocalDate.ofInstant(at, sellerZone));
        InvoiceRow head = InvoiceTables.head(draft, allotted.number(), allotted.on(), at);
        store.persist(head);
        UUID id = InvoiceTables.id(head);
        IssuedInvoice issued = draft.issue(id, allotted.number(), allotted.on(), at);
        store.flush(); // the head before what points at it
        int position = 0;
        Set<Object> closed = new HashSet<>();
        for (InvoiceLine line : issued.lines()) {
            store.persist(InvoiceTables.line(id, ++position, line));
            Meter meter = line.meter();
            if (meter != null
                    && line.kind() == LineKind.USAGE
                    && line.quantity().signum() != 0 // what was not used is closed without an invoice
                    && closed.add(List.of(line.subscription(), meter, line.period()))) {
                store.persist(InvoiceTables.closed(
                        line.subscription(), meter, line.period(), line.quantity(), id, cutOff, at));
            }
        }
        store.persist(InvoiceTables.document(id, document.apply(issued)));
        draft.terms().coupons().forEach(taken -> coupons.note(taken.redemption(), taken.use()));
        for (DraftTerms.NoteUsed used : draft.terms().notes()) {
            store.persist(new CreditNoteUseRow(used.note(), id, used.amount().amount()));
        }
        store.flush();
        return issued;
    }

    /// Two documents of one consumer that take from the same coupon or credit note come one after
    /// the other: the second is composed when the first is written. Held until the transaction ends.
    private void lock(UUID consumer) {
        store.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:consumer, 22)) as text)")
                .setParameter("consumer", consumer.toString())
                .getSingleResult();
    }

    /// Nobody expects any more that it is paid. Saying it twice changes nothing.
    public void giveUp(UUID invoice, String reason) {
        if (!isGivenUp(invoice)) {
            store.persist(new GivenUpRow(invoice, reason, now()));
            store.flush();
        }
    }

    public boolean isGivenUp(UUID invoice) {
        return store.find(GivenUpRow.class, invoice) != null;
    }

    Optional<InvoiceNumber> number(UUID id) {
        return Optional.ofNullable(store.find(InvoiceRow.class, id)).map(InvoiceTables::number);
    }

    public Optional<IssuedInvoice> find(UUID id) {
        InvoiceRow head = store.find(InvoiceRow.class, id);
        if (head == null) {
            return Optional.empty();
        }
        List<InvoiceLineRow> lines = store.createQuery(
                        "select line from InvoiceLineRow line where line.invoiceId = :invoice order by line.position",
                        InvoiceLineRow.class)
                .setParameter("invoice", id)
                .getResultList();
        return Optional.of(InvoiceTables.invoice(head, lines));
    }

    /// As of which the usage of a line was read.
    /// @return  empty: of no certain moment
    public Optional<Instant> cutOff(InvoiceLine line) {
        Meter meter = line.meter();
        if (meter == null) {
            return Optional.empty();
        }
        return store.createQuery("""
            select b.cutOff from BilledPeriodRow b
            where b.subscriptionId = :subscription and b.meter = :meter and b.periodFrom = :from and b.cutOff is not null\
            """, Instant.class)
                .setParameter("subscription", line.subscription().value())
                .setParameter("meter", meter.slug())
                .setParameter("from", line.period().from())
                .getResultStream()
                .findFirst();
    }

    /// Newest first.
    /// @param consumers  only their invoices, none for an empty list; null for all of the tenant's
    /// @param before     the last id of the page before; null for the first page
    public List<InvoiceSummary> list(@Nullable List<UUID> consumers, @Nullable UUID before, int limit) {
        return store.createQuery("""
            select i from InvoiceRow i
            where (:everyone = true or i.consumerId in :consumers) and (:before is null or i.id < :before)
            order by i.id desc\
            """, InvoiceRow.class)
                .setParameter("everyone", consumers == null)
                .setParameter("consumers", consumers == null ? List.of() : consumers)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultStream()
                .map(InvoiceTables::summary)
                .toList();
    }

    /// What was handed out, byte by byte.
    public Optional<IssuedDocument> document(UUID invoice) {
        return Optional.ofNullable(store.find(InvoiceDocumentRow.class, invoice))
                .map(InvoiceTables::document);
    }

    /// To the microsecond, which is what the store keeps: what is read back equals what was written.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
