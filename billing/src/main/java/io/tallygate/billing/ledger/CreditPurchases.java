package io.tallygate.billing.ledger;

import io.tallygate.billing.ledger.store.CreditAccountRow;
import io.tallygate.billing.ledger.store.CreditPurchaseRow;
import io.tallygate.billing.money.Money;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credit that is bought: ordered by a person or by the consumer's rule, a grant once it is paid. The caller owns the
/// transaction and has set its tenant.
public final class CreditPurchases {
    /// Of advisory locks: numbers of orders are given one after the other.
    private static final int LOCKS = 0x43_52_45_44;

    private final EntityManager store;
    private final Clock clock;
    private final Credit credit;

    public CreditPurchases(EntityManager store, Clock clock, Credit credit) {
        this.store = store;
        this.clock = clock;
        this.credit = credit;
    }

    public CreditPurchase order(UUID account, Money amount, boolean automatic) {
        CreditAccountRow row = credit.locked(account);
        if (!amount.currency().getCurrencyCode().equals(row.currency)
                || amount.amount().signum() <= 0) {
            throw new IllegalArgumentException("no credit to order: " + amount);
        }
        store.createNativeQuery("select 1 from pg_advisory_xact_lock(cast(:locks as integer),"
                        + " hashtext(cast(billing.current_tenant() as text)))")
                .setParameter("locks", LOCKS)
                .getSingleResult();
        Long last = store.createQuery("select max(p.number) from CreditPurchaseRow p", Long.class)
                .getSingleResult();
        CreditPurchaseRow ordered = new CreditPurchaseRow();
        ordered.accountId = account;
        ordered.number = last == null ? 1 : last + 1;
        ordered.amount = amount.amount();
        ordered.paid = Money.zero(amount.currency()).amount();
        ordered.automatic = automatic;
        ordered.createdAt = now();
        store.persist(ordered);
        store.flush();
        return purchase(ordered);
    }

    /// Orders what the account's rule says, if it says anything now. Safe to repeat: what is ordered counts.
    public Optional<CreditPurchase> orderByRule(UUID account) {
        CreditAccount rules = Credit.account(credit.locked(account));
        AutomaticTopUp rule = rules.topUp();
        if (rule == null) {
            return Optional.empty();
        }
        Money zero = Money.zero(rules.currency());
        Instant month = YearMonth.from(now().atZone(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        Money underway = zero;
        Money thisMonth = zero;
        for (CreditPurchase each : list(account, null, Integer.MAX_VALUE)) {
            underway = each.paidAt() == null ? underway.plus(each.amount()) : underway;
            boolean counts = each.automatic() && !each.createdAt().isBefore(month);
            thisMonth = counts ? thisMonth.plus(each.amount()) : thisMonth;
        }
        return rule.due(credit.upkeep(account).balanceAt(now()), underway, thisMonth)
                .map(amount -> order(account, amount, true));
    }

    /// Money came in for an order. When all is there the credit begins.
    /// @return  what of it the order took
    public Money pay(UUID purchase, Money amount) {
        CreditPurchaseRow row = store.find(CreditPurchaseRow.class, purchase, LockModeType.PESSIMISTIC_WRITE);
        store.refresh(row, LockModeType.PESSIMISTIC_WRITE);
        BigDecimal taken = row.amount.subtract(row.paid).min(amount.amount());
        if (taken.signum() > 0) {
            row.paid = row.paid.add(taken);
            if (row.paid.compareTo(row.amount) == 0) {
                row.paidAt = now();
                NewGrant bought = NewGrant.of(CreditPurchase.reference(row.number), row.amount, GrantOrigin.PAID);
                credit.grant(row.accountId, row.id, bought);
            }
            store.flush();
        }
        return new Money(taken, amount.currency());
    }

    /// Newest first.
    /// @param before  the last id of the page before; null for the first page
    public List<CreditPurchase> list(UUID account, @Nullable UUID before, int limit) {
        return store.createQuery(
                        "from CreditPurchaseRow p where p.accountId = :account"
                                + " and (:before is null or p.id < :before) order by p.id desc",
                        CreditPurchaseRow.class)
                .setParameter("account", account)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultStream()
                .map(this::purchase)
                .toList();
    }

    /// Those that are not paid.
    public List<CreditPurchase> open(int limit) {
        return store.createQuery(
                        "from CreditPurchaseRow p where p.paidAt is null order by p.id", CreditPurchaseRow.class)
                .setMaxResults(limit)
                .getResultStream()
                .map(this::purchase)
                .toList();
    }

    private CreditPurchase purchase(CreditPurchaseRow row) {
        CreditAccountRow account = Objects.requireNonNull(store.find(CreditAccountRow.class, row.accountId));
        Currency currency = Currency.getInstance(account.currency);
        return new CreditPurchase(
                row.id,
                row.accountId,
                account.consumerId,
                CreditPurchase.reference(row.number),
                new Money(row.amount, currency),
                new Money(row.paid, currency),
                row.automatic,
                row.createdAt,
                row.paidAt);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
