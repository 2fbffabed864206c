package io.tallygate.billing.invoice;

import io.tallygate.billing.invoice.store.InvoiceRow;
import io.tallygate.billing.invoice.store.InvoiceTables;
import io.tallygate.billing.invoice.store.SettlementRow;
import io.tallygate.billing.money.Money;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How much of each invoice is settled. The caller owns the transaction and has set its tenant; whoever settles
/// something holds the invoice's row until the transaction ends. An invoice on which nothing has happened has no row.
public final class Settlements {
    private final EntityManager store;
    private final Clock clock;
    private final SettlementWatch watch;

    public Settlements(EntityManager store, Clock clock, SettlementWatch watch) {
        this.store = store;
        this.clock = clock;
        this.watch = watch;
    }

    /// An invoice of which something is still to be paid.
    public record Unsettled(UUID invoice, InvoiceNumber number, UUID consumer, LocalDate issuedOn, Money due) {}

    /// @return  empty when there is no such invoice
    public Optional<Settlement> of(UUID invoice) {
        SettlementRow row = store.find(SettlementRow.class, invoice);
        return row != null
                ? Optional.of(settlement(row))
                : Optional.ofNullable(store.find(InvoiceRow.class, invoice))
                        .map(head -> Settlement.open(InvoiceTables.summary(head).total()));
    }

    /// Of many at once; one that is not in the answer is open in full.
    public Map<UUID, Settlement> of(List<UUID> invoices) {
        Map<UUID, Settlement> settlements = new HashMap<>();
        store.createQuery("from SettlementRow s where s.invoiceId in :invoices", SettlementRow.class)
                .setParameter("invoices", invoices)
                .getResultStream()
                .forEach(row -> settlements.put(row.invoiceId, settlement(row)));
        return settlements;
    }

    /// Money came in.
    /// @return  what of it the invoice took: at most its due
    public Money pay(UUID invoice, Money amount) {
        return settle(invoice, amount, Settlement::withPaid);
    }

    /// The consumer's credit paid.
    public Money prepay(UUID invoice, Money amount) {
        return settle(invoice, amount, Settlement::withPrepaid);
    }

    /// A credit note was issued for it.
    public Money credit(UUID invoice, Money amount) {
        return settle(invoice, amount, Settlement::withCredited);
    }

    /// Oldest first.
    /// @param consumer  null: of all
    public List<Unsettled> unsettled(@Nullable UUID consumer, int limit) {
        return store.createQuery("""
            select i, s from InvoiceRow i left join SettlementRow s on s.invoiceId = i.id
            where (:consumer is null or i.consumerId = :consumer) and i.total > 0 and (s.due is null or s.due > 0)
            order by i.id\
            """, Object[].class)
                .setParameter("consumer", consumer)
                .setMaxResults(limit)
                .getResultStream()
                .map(found -> unsettled((InvoiceRow) found[0], (SettlementRow) found[1]))
                .toList();
    }

    private static Unsettled unsettled(InvoiceRow head, @Nullable SettlementRow row) {
        InvoiceSummary invoice = InvoiceTables.summary(head);
        return new Unsettled(
                invoice.id(),
                invoice.number(),
                invoice.consumer(),
                invoice.issuedOn(),
                row == null ? invoice.total() : settlement(row).due());
    }

    @FunctionalInterface
    private interface Part {
        Settlement with(Settlement settlement, Money amount);
    }

    private Money settle(UUID invoice, Money amount, Part part) {
        SettlementRow row = locked(invoice);
        Settlement before = settlement(row);
        Money due = before.due();
        if (!due.currency().equals(amount.currency())) {
            throw new IllegalArgumentException(amount + " settles nothing of " + due);
        }
        Money taken = amount.amount().compareTo(due.amount()) > 0 ? due : amount;
        if (taken.amount().signum() > 0) {
            Settlement now = part.with(before, taken);
            write(row, now);
            store.flush();
            watch.changed(invoice, before, now);
        }
        return taken;
    }

    private SettlementRow locked(UUID invoice) {
        // two at once: the second waits for the first and then finds its row
        int made = store.createNativeQuery("""
            insert into billing.invoice_settlement (invoice_id, tenant_id, consumer_id, currency, minor_unit, total,
                credited, prepaid, paid, due, state, changed_at)
            select i.id, i.tenant_id, i.consumer_id, i.currency, i.minor_unit, i.total,
                round(i.credited, i.minor_unit), round(i.prepaid, i.minor_unit), round(0, i.minor_unit),
                round(i.due, i.minor_unit),
                case when i.due = 0 then 'settled' when i.prepaid > 0 then 'part-paid' else 'open' end, :now
            from billing.invoice i where i.id = :invoice on conflict (invoice_id) do nothing\
            """)
                .setParameter("invoice", invoice)
                .setParameter("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                .executeUpdate();
        SettlementRow row = store.find(SettlementRow.class, invoice, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new IllegalArgumentException("no invoice " + invoice);
        }
        if (made == 0) {
            store.refresh(row, LockModeType.PESSIMISTIC_WRITE);
        }
        return row;
    }

    private void write(SettlementRow row, Settlement now) {
        row.credited = now.credited().amount();
        row.prepaid = now.prepaid().amount();
        row.paid = now.paid().amount();
        row.due = now.due().amount();
        row.state = now.state().slug();
        row.changedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Settlement settlement(SettlementRow row) {
        return new Settlement(
                money(row.total, row), money(row.credited, row), money(row.prepaid, row), money(row.paid, row));
    }

    private static Money money(BigDecimal amount, SettlementRow row) {
        return new Money(amount.setScale(row.minorUnit), Currency.getInstance(row.currency));
    }
}
