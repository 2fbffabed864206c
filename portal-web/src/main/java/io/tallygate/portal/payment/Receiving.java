package io.tallygate.portal.payment;

import io.tallygate.billing.invoice.Invoices;
import io.tallygate.billing.invoice.Settlement;
import io.tallygate.billing.invoice.SettlementWatch;
import io.tallygate.billing.invoice.Settlements;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.NewPayment;
import io.tallygate.billing.payment.OpenItem;
import io.tallygate.billing.payment.Payment;
import io.tallygate.billing.payment.Payments;
import io.tallygate.billing.payment.banktransfer.BankAccount;
import io.tallygate.billing.payment.banktransfer.BankEntry;
import io.tallygate.billing.payment.banktransfer.BankStatements;
import io.tallygate.billing.payment.banktransfer.ImportResult;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's payments. `visible` are the consumers whose documents the caller may see; empty for all.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Receiving {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// How much of an invoice is settled.
    public Optional<Settlement> settlement(TenantId tenant, UUID invoice, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> new Invoices(store, clock)
                        .find(invoice)
                        .filter(found -> visible.isEmpty() || visible.get().contains(found.consumer()))
                        .flatMap(found -> settlements().of(invoice)));
    }

    /// Of many; one that is not in the answer is open in full.
    public Map<UUID, Settlement> settlements(TenantId tenant, List<UUID> invoices) {
        return invoices.isEmpty()
                ? Map.of()
                : transactions.inTenant(tenant, () -> settlements().of(invoices));
    }

    /// Marks an invoice as paid, in full or in part, as a person says; what is too much becomes the consumer's credit.
    /// @param amount  null: all that is due
    /// @param key     who sends the same once more books nothing
    /// @return        empty when there is no such invoice, or nothing is due and no amount was named
    /// @throws IllegalArgumentException  for another currency than the invoice's
    public Optional<Payment> pay(
            TenantId tenant, UUID invoice, @Nullable Money amount, LocalDate receivedOn, String reference, String key) {
        return transactions.inTenant(
                tenant,
                () -> new Invoices(store, clock).find(invoice).flatMap(found -> {
                    List<OpenItem> due = payments().open(found.consumer()).stream()
                            .filter(item -> item.id().equals(invoice))
                            .toList();
                    Money paid = amount != null || due.isEmpty()
                            ? amount
                            : due.getFirst().due();
                    if (paid == null) {
                        return Optional.empty();
                    }
                    if (!paid.currency().equals(found.currency())) {
                        throw new IllegalArgumentException("The invoice is in " + found.currency() + ".");
                    }
                    return Optional.of(payments()
                            .book(
                                    new NewPayment(
                                            found.consumer(),
                                            NewPayment.MANUAL,
                                            NewPayment.MANUAL + ":" + key,
                                            paid,
                                            receivedOn,
                                            "",
                                            reference),
                                    due));
                }));
    }

    /// Newest first.
    public List<Payment> list(
            TenantId tenant, @Nullable UUID invoice, Optional<List<UUID>> visible, @Nullable UUID before, int limit) {
        return transactions.inTenant(tenant, () -> payments().list(invoice, visible.orElse(null), before, limit));
    }

    /// @throws io.tallygate.billing.payment.banktransfer.StatementRefused  nothing of it is taken then
    public ImportResult take(TenantId tenant, byte[] file, Currency currency) {
        return transactions.inTenant(tenant, () -> statements().take(file, currency));
    }

    public List<BankEntry> entries(TenantId tenant, BankEntry.@Nullable State state, @Nullable UUID before, int limit) {
        return transactions.inTenant(tenant, () -> statements().entries(state, before, limit));
    }

    public Optional<BankEntry> entry(TenantId tenant, UUID entry) {
        return transactions.inTenant(tenant, () -> statements().find(entry));
    }

    /// Books an open entry on an invoice, as a person decided.
    /// @return  empty when there is no such entry or invoice, or the entry is not open
    /// @throws IllegalArgumentException  for another currency than the invoice's
    public Optional<Payment> book(TenantId tenant, UUID entry, UUID invoice) {
        return transactions.inTenant(
                tenant,
                () -> new Invoices(store, clock)
                        .find(invoice)
                        .flatMap(found -> statements()
                                .book(
                                        entry,
                                        found.consumer(),
                                        payments().open(found.consumer()).stream()
                                                .filter(item -> item.id().equals(invoice))
                                                .toList())));
    }

    /// @return  false when there is no such entry, or it is not open
    public boolean setAside(TenantId tenant, UUID entry) {
        return transactions.inTenant(tenant, () -> statements().setAside(entry));
    }

    /// What money is still to come for: the choice for an entry. Oldest first.
    public List<OpenItem> open(TenantId tenant) {
        return transactions.inTenant(tenant, () -> payments().open(null));
    }

    public Optional<BankAccount> account(TenantId tenant) {
        return transactions.inTenant(tenant, () -> statements().account(tenant.value()));
    }

    public void account(TenantId tenant, BankAccount account) {
        transactions.inTenant(tenant, () -> statements().account(tenant.value(), account));
    }

    private Settlements settlements() {
        return new Settlements(store, clock, SettlementWatch.NOBODY);
    }

    private Payments payments() {
        return new Payments(store, clock, settlements());
    }

    private BankStatements statements() {
        return new BankStatements(store, clock, payments());
    }
}
