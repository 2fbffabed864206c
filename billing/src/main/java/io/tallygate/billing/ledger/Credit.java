package io.tallygate.billing.ledger;

import io.tallygate.billing.ledger.store.CreditAccountRow;
import io.tallygate.billing.ledger.store.CreditGrantRow;
import io.tallygate.billing.ledger.store.CreditMovementRow;
import io.tallygate.billing.ledger.store.CreditPostingRow;
import io.tallygate.billing.ledger.store.CreditTables;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Consumers' credit in the store. The caller owns the transaction and has set its tenant. Whoever moves credit of an
/// account holds its row until the transaction ends, so two at once are one after the other and nothing is spent twice.
public final class Credit {
    /// Most grants of one account.
    public static final int MAX_GRANTS = 10_000;

    private final EntityManager store;
    private final Clock clock;

    public Credit(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A consumer's accounts, by currency.
    public List<CreditAccount> accounts(UUID consumer) {
        return store.createQuery(
                        "from CreditAccountRow a where a.consumerId = :consumer order by a.currency",
                        CreditAccountRow.class)
                .setParameter("consumer", consumer)
                .getResultStream()
                .map(Credit::account)
                .toList();
    }

    public Optional<CreditAccount> find(UUID account) {
        return Optional.ofNullable(store.find(CreditAccountRow.class, account)).map(Credit::account);
    }

    /// The consumer's account in a currency, made when there is none. Two at once get the same.
    public CreditAccount open(UUID consumer, Currency currency) {
        return account(opened(consumer, currency));
    }

    /// How credit is used and bought from now on.
    /// @param topUp  null: by hand only
    public CreditAccount set(UUID account, CreditMode mode, @Nullable AutomaticTopUp topUp) {
        CreditAccountRow row = locked(account);
        row.mode = mode.slug();
        row.topUpBelow = topUp == null ? null : topUp.below();
        row.topUpAmount = topUp == null ? null : topUp.amount();
        row.topUpTarget = topUp == null ? null : topUp.target();
        row.topUpMostPerMonth = topUp == null ? null : topUp.mostPerMonth();
        store.flush();
        return account(row);
    }

    /// All there is of an account now; nothing is booked.
    public CreditBook read(UUID account) {
        CreditAccountRow row = store.find(CreditAccountRow.class, account);
        return book(row);
    }

    /// What grants are called, by their id.
    public Map<UUID, String> names(UUID account) {
        Map<UUID, String> names = new HashMap<>();
        grants(account).forEach(row -> names.put(row.id, row.name));
        return names;
    }

    /// @param id  the grant's; the same once more changes nothing
    public Grant grant(UUID account, UUID id, NewGrant wanted) {
        CreditAccountRow row = locked(account);
        CreditGrantRow before = store.find(CreditGrantRow.class, id);
        if (before != null) {
            return CreditTables.grant(before);
        }
        List<CreditGrantRow> all = grants(account);
        if (all.size() >= MAX_GRANTS) {
            throw new IllegalStateException("at most " + MAX_GRANTS + " grants");
        }
        Instant now = now();
        Grant grant = new Grant(
                id,
                CreditBook.wholeUnits(wanted.amount(), Currency.getInstance(row.currency)),
                wanted.priority(),
                wanted.origin(),
                wanted.effectiveAt() == null ? now : wanted.effectiveAt(),
                wanted.expiresAt(),
                now,
                wanted.onlyFor(),
                wanted.recurs(),
                Rollover.NONE,
                null);
        store.persist(CreditTables.grant(account, wanted.name(), grant));
        return move(row, (book, at) -> {
            book.grant(grant, at);
            return grant;
        });
    }

    /// Pays what the consumer's credit can of a document, once.
    /// @param lines  with their tax
    /// @param total  with tax, after credit notes
    /// @return       what credit pays of it, in the account's mode
    public Money spend(UUID consumer, UUID invoice, List<PayableLine> lines, Money total) {
        Optional<CreditAccount> account = accounts(consumer).stream()
                .filter(each -> each.currency().equals(total.currency()))
                .findFirst();
        if (account.isEmpty() || total.amount().signum() <= 0) {
            return Money.zero(total.currency());
        }
        CreditAccountRow row = locked(account.get().id());
        CreditMode mode = CreditMode.ofSlug(row.mode);
        return move(row, (book, now) -> book.spend(invoice, lines, total, mode, now));
    }

    /// Gives back what credit paid of a document that is void.
    public void giveBack(UUID consumer, UUID invoice) {
        for (CreditAccount account : accounts(consumer)) {
            move(locked(account.id()), (book, now) -> {
                book.giveBack(invoice, now);
                return account;
            });
        }
    }

    /// Takes back what is left of a grant.
    public void voidGrant(UUID account, UUID grant) {
        CreditAccountRow row = locked(account);
        Instant now = move(row, (book, at) -> {
            book.voidGrant(grant, at);
            return at;
        });
        CreditGrantRow ended = store.find(CreditGrantRow.class, grant);
        if (ended.voidedAt == null) {
            ended.voidedAt = now;
            store.flush();
        }
    }

    /// Notes that money was given back for bought credit.
    /// @param key  the same once more changes nothing
    /// @throws ExceedsCredit  when less is left of it
    public void refund(UUID account, UUID grant, String key, BigDecimal amount) {
        move(locked(account), (book, now) -> {
            book.refund("refunded:" + key, grant, amount, now);
            return grant;
        });
    }

    /// A movement as the store keeps it.
    public record Booked(UUID id, Movement movement, Instant recordedAt) {}

    /// Newest first.
    /// @param before  the last id of the page before; null for the first page
    public List<Booked> movements(UUID account, @Nullable UUID before, int limit) {
        List<CreditMovementRow> heads = store.createQuery(
                        "from CreditMovementRow m where m.accountId = :account and (:before is null or m.position <"
                                + " (select b.position from CreditMovementRow b where b.id = :before))"
                                + " order by m.position desc",
                        CreditMovementRow.class)
                .setParameter("account", account)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
        Map<UUID, List<CreditPostingRow>> postings = new HashMap<>();
        store.createQuery(
                        "from CreditPostingRow p where p.movementId in :movements order by p.movementId, p.place",
                        CreditPostingRow.class)
                .setParameter("movements", heads.stream().map(head -> head.id).toList())
                .getResultStream()
                .forEach(posting -> postings.computeIfAbsent(posting.movementId, any -> new ArrayList<>())
                        .add(posting));
        return heads.stream()
                .map(head -> new Booked(
                        head.id,
                        CreditTables.movement(head, postings.getOrDefault(head.id, List.of())),
                        head.recordedAt))
                .toList();
    }

    /// Books what is due of an account by now.
    public CreditBook upkeep(UUID account) {
        return move(locked(account), (book, now) -> {
            book.upkeep(now);
            return book;
        });
    }

    private <T> T move(CreditAccountRow row, BiFunction<CreditBook, Instant, T> work) {
        CreditBook book = book(row);
        int position = book.movements().size();
        Instant now = now();
        T result = work.apply(book, book.notBeforeLast(now));
        for (Movement movement : book.unsaved()) {
            CreditMovementRow head = CreditTables.movement(row.id, ++position, movement, now);
            store.persist(head);
            int place = 0;
            for (Posting posting : movement.postings()) {
                store.persist(CreditTables.posting(head.id, ++place, posting));
            }
        }
        store.flush();
        return result;
    }

    private CreditBook book(CreditAccountRow row) {
        List<CreditMovementRow> heads = store.createQuery(
                        "from CreditMovementRow m where m.accountId = :account order by m.position",
                        CreditMovementRow.class)
                .setParameter("account", row.id)
                .getResultList();
        Map<UUID, List<CreditPostingRow>> postings = new HashMap<>();
        store.createQuery(
                        "select p from CreditPostingRow p join CreditMovementRow m on m.id = p.movementId"
                                + " where m.accountId = :account order by p.movementId, p.place",
                        CreditPostingRow.class)
                .setParameter("account", row.id)
                .getResultStream()
                .forEach(posting -> postings.computeIfAbsent(posting.movementId, any -> new ArrayList<>())
                        .add(posting));
        return new CreditBook(
                Currency.getInstance(row.currency),
                BurnOrder.PRIORITY_EXPIRY_AGE,
                grants(row.id).stream().map(CreditTables::grant).toList(),
                heads.stream()
                        .map(head -> CreditTables.movement(head, postings.getOrDefault(head.id, List.of())))
                        .toList());
    }

    private List<CreditGrantRow> grants(UUID account) {
        return store.createQuery("from CreditGrantRow g where g.accountId = :account", CreditGrantRow.class)
                .setParameter("account", account)
                .getResultList();
    }

    private CreditAccountRow opened(UUID consumer, Currency currency) {
        // two at once: the second waits for the first and then finds its row
        store.createNativeQuery("""
            insert into billing.credit_account (id, tenant_id, consumer_id, currency, minor_unit, mode, created_at)
            values (:id, billing.current_tenant(), :consumer, :currency, :digits, :mode, :now)
            on conflict (tenant_id, consumer_id, currency) do nothing\
            """)
                .setParameter("id", UUID.randomUUID())
                .setParameter("consumer", consumer)
                .setParameter("currency", currency.getCurrencyCode())
                .setParameter("digits", Rounding.digits(currency))
                .setParameter("mode", CreditMode.CREDIT_THEN_INVOICE.slug())
                .setParameter("now", now())
                .executeUpdate();
        return store.createQuery(
                        "from CreditAccountRow a where a.consumerId = :consumer and a.currency = :currency",
                        CreditAccountRow.class)
                .setParameter("consumer", consumer)
                .setParameter("currency", currency.getCurrencyCode())
                .getSingleResult();
    }

    CreditAccountRow locked(UUID account) {
        CreditAccountRow row = store.find(CreditAccountRow.class, account, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw new IllegalArgumentException("no credit account " + account);
        }
        store.refresh(row, LockModeType.PESSIMISTIC_WRITE);
        return row;
    }

    static CreditAccount account(CreditAccountRow row) {
        BigDecimal below = row.topUpBelow;
        BigDecimal most = row.topUpMostPerMonth;
        return new CreditAccount(
                row.id,
                row.consumerId,
                Currency.getInstance(row.currency),
                CreditMode.ofSlug(row.mode),
                below == null || most == null
                        ? null
                        : new AutomaticTopUp(below, row.topUpAmount, row.topUpTarget, most));
    }

    /// To the microsecond, which is what the store keeps: what is read back equals what was written.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
