package io.tallygate.portal.invoice;

import io.tallygate.billing.document.InvoiceDocument;
import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.CreditNotes;
import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.NoteAmounts;
import io.tallygate.billing.invoice.Settlement;
import io.tallygate.billing.invoice.SettlementWatch;
import io.tallygate.billing.invoice.Settlements;
import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Gives back what was billed. `visible` are the consumers whose documents the caller may see; empty for all.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class CreditNoteDesk {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    private final InvoiceDocument documents = new InvoiceDocument();

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    /// @return       empty when there is no such invoice to be seen
    public Optional<List<CreditNote>> list(
            TenantId tenant, UUID invoice, Optional<List<UUID>> visible, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant, () -> seen(invoice, visible).map(found -> notes().of(invoice, after, limit)));
    }

    public Optional<CreditNote> find(TenantId tenant, UUID invoice, UUID note, Optional<List<UUID>> visible) {
        return transactions.inTenant(tenant, () -> seen(invoice, visible).flatMap(found -> note(invoice, note)));
    }

    /// The PDF, byte by byte as it was issued.
    public Optional<IssuedDocument> document(TenantId tenant, UUID invoice, UUID note, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> seen(invoice, visible)
                        .flatMap(found -> note(invoice, note))
                        .flatMap(found -> notes().document(note)));
    }

    /// What a note would give back.
    /// @return  empty when there is no such invoice
    /// @throws io.tallygate.billing.invoice.MoreThanIsLeft  when a line has less left
    /// @throws IllegalArgumentException                     for a line that is not on the invoice
    public Optional<NoteAmounts> estimate(TenantId tenant, UUID invoice, @Nullable Map<String, Money> items) {
        return transactions.inTenant(tenant, () -> notes().estimate(invoice, items));
    }

    /// @param items     by the line's place from `1`; null: all that is left
    /// @param evidence  which calls it is about, as JSON; null: no certain ones
    /// @return          empty when there is no such invoice, or nothing is left to give back
    /// @throws io.tallygate.billing.invoice.MoreThanIsLeft  when a line has less left
    /// @throws IllegalArgumentException                     for a line that is not on the invoice
    public Optional<CreditNote> issue(
            TenantId tenant,
            UUID invoice,
            String reason,
            @Nullable Map<String, Money> items,
            boolean refund,
            @Nullable String evidence) {
        return transactions.inTenant(tenant, () -> {
            Optional<IssuedInvoice> found = invoices().find(invoice);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            notes().hold(invoice);
            Settlements settlements = new Settlements(store, clock, SettlementWatch.NOBODY);
            Money due = found.get().sums().due();
            Optional<Settlement> settled = settlements.of(invoice);
            Money back = notes().of(invoice, null, CreditNotes.MOST_OF_AN_INVOICE).stream()
                    .map(note -> note.settlement().refund())
                    .reduce(Money.zero(due.currency()), Money::plus);
            Money paid = settled.map(Settlement::paid).orElse(Money.zero(due.currency()));
            Optional<CreditNote> note = notes().issue(
                            new CreditNotes.Asked(
                                    invoice,
                                    reason,
                                    items,
                                    refund,
                                    settled.map(Settlement::due).orElse(due),
                                    paid.minus(back),
                                    evidence),
                            tenants.find(tenant).timeZone(),
                            documents::issue);
            note.filter(made -> made.settlement().offset().signum() > 0)
                    .ifPresent(made ->
                            settlements.credit(invoice, made.settlement().offset()));
            return note;
        });
    }

    private Optional<IssuedInvoice> seen(UUID id, Optional<List<UUID>> visible) {
        return invoices()
                .find(id)
                .filter(invoice -> visible.isEmpty() || visible.get().contains(invoice.consumer()));
    }

    private Optional<CreditNote> note(UUID invoice, UUID id) {
        return notes().find(id).filter(note -> note.invoice().equals(invoice));
    }

    private CreditNotes notes() {
        return new CreditNotes(store, clock);
    }

    private Invoices invoices() {
        return new Invoices(store, clock);
    }
}
