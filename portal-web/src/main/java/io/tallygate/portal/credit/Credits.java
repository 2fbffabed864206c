package io.tallygate.portal.credit;

import io.tallygate.billing.ledger.AutomaticTopUp;
import io.tallygate.billing.ledger.Credit;
import io.tallygate.billing.ledger.CreditAccount;
import io.tallygate.billing.ledger.CreditBook;
import io.tallygate.billing.ledger.CreditMode;
import io.tallygate.billing.ledger.CreditPurchase;
import io.tallygate.billing.ledger.CreditPurchases;
import io.tallygate.billing.ledger.Grant;
import io.tallygate.billing.ledger.NewGrant;
import io.tallygate.billing.money.Money;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's consumers' credit. `visible` are the consumers whose accounts the caller may see; empty for all.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Credits {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// A grant with what is left of it.
    public record Left(Grant grant, String name, BigDecimal left) {}

    /// An account as it stood at an instant, or will stand.
    /// @param balance  what can be used, less what is owed
    public record Standing(CreditAccount account, Instant at, Money balance, List<Left> grants) {}

    /// A consumer's accounts, by currency.
    /// @param at  null: now
    public List<Standing> of(TenantId tenant, UUID consumer, @Nullable Instant at) {
        return transactions.inTenant(
                tenant,
                () -> credit().accounts(consumer).stream()
                        .map(account -> standing(account, at))
                        .toList());
    }

    /// @param at  null: now
    public Optional<Standing> find(TenantId tenant, UUID account, Optional<List<UUID>> visible, @Nullable Instant at) {
        return transactions.inTenant(tenant, () -> seen(account, visible).map(found -> standing(found, at)));
    }

    public Grant grant(TenantId tenant, UUID consumer, Currency currency, UUID id, NewGrant wanted) {
        return transactions.inTenant(
                tenant, () -> credit().grant(credit().open(consumer, currency).id(), id, wanted));
    }

    /// @return  empty when there is no such account, or no such grant in it
    public Optional<Standing> voidGrant(TenantId tenant, UUID account, UUID grant) {
        return transactions.inTenant(
                tenant,
                () -> seen(account, Optional.empty())
                        .filter(found -> credit().read(account).find(grant).isPresent())
                        .map(found -> {
                            credit().voidGrant(account, grant);
                            return standing(found, null);
                        }));
    }

    public Optional<Standing> set(TenantId tenant, UUID account, CreditMode mode, @Nullable AutomaticTopUp topUp) {
        return transactions.inTenant(
                tenant,
                () -> seen(account, Optional.empty()).map(found -> {
                    CreditAccount changed = credit().set(account, mode, topUp);
                    orders().orderByRule(account);
                    return standing(changed, null);
                }));
    }

    /// Newest first.
    public Optional<List<Credit.Booked>> movements(
            TenantId tenant, UUID account, Optional<List<UUID>> visible, @Nullable UUID before, int limit) {
        return transactions.inTenant(
                tenant, () -> seen(account, visible).map(found -> credit().movements(account, before, limit)));
    }

    /// @return  empty when there is no such account, or not for these eyes
    public Optional<CreditPurchase> order(
            TenantId tenant, UUID account, Optional<List<UUID>> visible, BigDecimal amount) {
        return transactions.inTenant(
                tenant,
                () -> seen(account, visible)
                        .map(found -> orders().order(
                                        account,
                                        new Money(CreditBook.wholeUnits(amount, found.currency()), found.currency()),
                                        false)));
    }

    /// Newest first.
    public Optional<List<CreditPurchase>> orders(
            TenantId tenant, UUID account, Optional<List<UUID>> visible, @Nullable UUID before, int limit) {
        return transactions.inTenant(
                tenant, () -> seen(account, visible).map(found -> orders().list(account, before, limit)));
    }

    private Optional<CreditAccount> seen(UUID account, Optional<List<UUID>> visible) {
        return credit().find(account)
                .filter(found -> visible.isEmpty() || visible.get().contains(found.consumer()));
    }

    private Standing standing(CreditAccount account, @Nullable Instant at) {
        Instant moment = at == null ? clock.instant() : at;
        CreditBook book = credit().read(account.id());
        Map<UUID, String> names = credit().names(account.id());
        Map<UUID, BigDecimal> left = book.leftAt(moment);
        List<Left> grants = book.grants().stream()
                .map(grant -> new Left(
                        grant, names.getOrDefault(grant.id(), ""), left.getOrDefault(grant.id(), BigDecimal.ZERO)))
                .toList();
        return new Standing(account, moment, book.balanceAt(moment), grants);
    }

    private Credit credit() {
        return new Credit(store, clock);
    }

    private CreditPurchases orders() {
        return new CreditPurchases(store, clock, credit());
    }
}
