package io.tallygate.billing.invoice;

import io.tallygate.billing.invoice.store.CreditNoteRow;
import io.tallygate.billing.invoice.store.CreditNoteTables;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Issues credit notes, finds issued ones, and keeps what is left of their credit. The caller owns the
/// transaction and
/// has
/// set its tenant.
public final class CreditNotes {
    /// Of one invoice; one more is refused.
    public static final int MOST_OF_AN_INVOICE = 200;

    /// Whose credit is used on one invoice, the oldest first.
    private static final int MOST_USED = 50;

    /// The series of credit notes, after that of their legal entity.
    private static final String SERIES = "CN";

    private final EntityManager store;
    private final Clock clock;
    private final Invoices invoices;
    private final NumberSeries numbers;

    public CreditNotes(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.invoices = new Invoices(store, clock);
        this.numbers = new NumberSeries(store);
    }

    /// @param items    what each line gives back, by the line's place from `1`; null: all that is left of all
    /// lines
    /// @param refund   whether what was paid is paid back, rather than kept as credit
    /// @param open     still to pay of the invoice
    /// @param paid     of the invoice and not paid back
    public record Asked(
            UUID invoice,
            String reason,
            @Nullable Map<String, Money> items,
            boolean refund,
            Money open,
            Money paid,
            @Nullable String evidence) {}

    /// What a note would give back, without making it.
    /// @return  empty when there is no such invoice
    /// @throws MoreThanIsLeft            when a line has less left than is asked
    /// @throws IllegalArgumentException  for a line that is not on the invoice
    public Optional<NoteAmounts> estimate(UUID invoice, @Nullable Map<String, Money> items) {
        return invoices.find(invoice).map(found -> amounts(found, items));
    }

    /// Gives the note its number and makes it final. Notes of one invoice are made one after another.
    /// @param document  renders what is handed out
    /// @return          empty when there is no such invoice, or nothing would be given back
    /// @throws MoreThanIsLeft            when a line has less left than is asked
    /// @throws IllegalArgumentException  for a line that is not on the invoice
    public Optional<CreditNote> issue(
            Asked asked, ZoneId sellerZone, BiFunction<CreditNote, IssuedInvoice, IssuedDocument> document) {
        hold(asked.invoice());
        Optional<IssuedInvoice> found = invoices.find(asked.invoice());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        IssuedInvoice invoice = found.get();
        NoteAmounts amounts = amounts(invoice, asked.items());
        if (amounts.worthNothing()) {
            return Optional.empty();
        }
        Instant at = now();
        NumberSeries.Allotted allotted = numbers.next(series(invoice), LocalDate.ofInstant(at, sellerZone));
        CreditNote note = new CreditNote(
                id(),
                allotted.number(),
                allotted.on(),
                at,
                invoice.id(),
                invoice.number(),
                invoice.consumer(),
                asked.reason(),
                amounts,
                NoteSettlement.of(amounts.total(), asked.open(), asked.paid(), asked.refund()),
                asked.evidence());
        store.persist(CreditNoteTables.row(note, document.apply(note, invoice)));
        store.flush();
        return Optional.of(note);
    }

    public Optional<CreditNote> find(UUID id) {
        return Optional.ofNullable(store.find(CreditNoteRow.class, id)).map(this::note);
    }

    /// Oldest first.
    public List<CreditNote> of(UUID invoice, @Nullable UUID after, int limit) {
        return store.createQuery("""
            from CreditNoteRow n where n.invoiceId = :invoice and (:after is null or n.id > :after) order by n.id\
            """, CreditNoteRow.class)
                .setParameter("invoice", invoice)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(this::note)
                .toList();
    }

    public Optional<IssuedDocument> document(UUID note) {
        return Optional.ofNullable(store.find(CreditNoteRow.class, note)).map(CreditNoteTables::document);
    }

    /// @param left  above zero
    record Available(UUID id, String number, Money left) {}

    /// Notes whose credit is not used up, oldest first.
    List<Available> available(UUID consumer, Currency currency) {
        List<Object[]> rows = store.createQuery("""
            select n.id, n.series, n.number, n.credit - coalesce((select sum(u.amount) from CreditNoteUseRow u where u.noteId = n.id), 0)
            from CreditNoteRow n where n.consumerId = :consumer and n.currency = :currency and n.credit > 0
              and n.credit > coalesce((select sum(u.amount) from CreditNoteUseRow u where u.noteId = n.id), 0)
            order by n.id\
            """, Object[].class)
                .setParameter("consumer", consumer)
                .setParameter("currency", currency.getCurrencyCode())
                .setMaxResults(MOST_USED)
                .getResultList();
        return rows.stream()
                .map(row -> new Available(
                        (UUID) row[0],
                        new InvoiceNumber((String) row[1], ((Number) row[2]).longValue()).toString(),
                        Rounding.toMinorUnit((BigDecimal) row[3], currency)))
                .toList();
    }

    private NoteAmounts amounts(IssuedInvoice invoice, @Nullable Map<String, Money> items) {
        CreditedInvoice creditable = invoice.sums().creditable();
        List<NoteAmounts> earlier = of(invoice.id(), null, MOST_OF_AN_INVOICE).stream()
                .map(CreditNote::amounts)
                .toList();
        return Crediting.note(creditable, items == null ? Crediting.left(creditable, earlier) : items, earlier);
    }

    /// Whichever entity issued the invoice credits it: its series without the year.
    private static String series(IssuedInvoice invoice) {
        String series = invoice.number().series();
        int year = series.lastIndexOf('-');
        return year < 0 ? SERIES : series.substring(0, year) + "-" + SERIES;
    }

    /// In the order of issue.
    private UUID id() {
        return (UUID) store.createNativeQuery("select uuidv7()", UUID.class).getSingleResult();
    }

    /// Nobody else makes a note of this invoice until the transaction ends.
    public void hold(UUID invoice) {
        store.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:invoice, 21)) as text)")
                .setParameter("invoice", invoice.toString())
                .getSingleResult();
    }

    private CreditNote note(CreditNoteRow row) {
        return CreditNoteTables.note(
                row, invoices.number(CreditNoteTables.invoice(row)).orElseThrow());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
