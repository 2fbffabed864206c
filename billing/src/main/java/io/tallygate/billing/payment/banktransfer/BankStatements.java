package io.tallygate.billing.payment.banktransfer;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.payment.NewPayment;
import io.tallygate.billing.payment.OpenItem;
import io.tallygate.billing.payment.Payment;
import io.tallygate.billing.payment.Payments;
import io.tallygate.billing.payment.banktransfer.store.BankEntryRow;
import io.tallygate.billing.payment.banktransfer.store.BankStatementRow;
import io.tallygate.billing.payment.banktransfer.store.PaymentAccountRow;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Imports statements and keeps what nobody could book by itself for a person. The caller owns the transaction and has
/// set its tenant: a file is taken whole or not at all.
public final class BankStatements {
    /// Of advisory locks: files of a tenant are imported one after the other.
    private static final int LOCKS = 0x42_41_4E_4B;

    /// Identities looked up at a time.
    private static final int BATCH = 500;

    private final EntityManager store;
    private final Clock clock;
    private final Payments payments;

    public BankStatements(EntityManager store, Clock clock, Payments payments) {
        this.store = store;
        this.clock = clock;
        this.payments = payments;
    }

    /// Where the tenant's payers transfer to; empty: nobody has said.
    public Optional<BankAccount> account(UUID tenant) {
        return Optional.ofNullable(store.find(PaymentAccountRow.class, tenant))
                .map(row -> new BankAccount(row.holder, new Iban(row.iban), row.bic));
    }

    public void account(UUID tenant, BankAccount account) {
        PaymentAccountRow row = store.find(PaymentAccountRow.class, tenant);
        PaymentAccountRow kept = row == null ? new PaymentAccountRow() : row;
        kept.tenantId = tenant;
        kept.holder = account.holder();
        kept.iban = account.iban().value();
        kept.bic = account.bic();
        if (row == null) {
            store.persist(kept);
        }
        store.flush();
    }

    /// Reads the file, books what it can, and keeps the rest. The same file once more, or one that overlaps, books
    /// nothing twice.
    /// @param currency  of CSV rows that name none
    /// @throws StatementRefused  nothing is taken then
    public ImportResult take(byte[] file, Currency currency) {
        Statement statement = StatementReader.read(file, currency);
        lock();
        Set<String> known = known(statement.entries());
        BankStatementRow head = new BankStatementRow();
        head.format = statement.format();
        head.account = statement.account();
        head.sha256 = sha256(file);
        head.entries = statement.entries().size();
        head.known = known.size();
        head.pending = statement.pending();
        head.importedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        store.persist(head);
        store.flush();
        int booked = 0;
        int open = 0;
        int outgoing = 0;
        List<OpenItem> items = payments.open(null);
        EntryMatching matching = new EntryMatching(items);
        for (StatementEntry entry : statement.entries()) {
            if (known.contains(entry.identity())) {
                continue;
            }
            BankEntryRow row = row(head.id, entry);
            switch (matching.match(entry)) {
                case EntryMatch.Quoted(var quoted) -> {
                    // what an earlier entry of this file paid is no longer due
                    book(row, entry.amount(), quoted.getFirst().consumer(), still(quoted));
                    booked++;
                }
                case EntryMatch.Suggested(var item) -> {
                    open(row, "nothing-quoted", item.id());
                    open++;
                }
                case EntryMatch.Unknown(var why) -> {
                    open(row, why.name().toLowerCase(Locale.ROOT).replace('_', '-'), null);
                    open++;
                }
                case EntryMatch.Outgoing() -> {
                    row.state = BankEntry.State.SET_ASIDE.slug();
                    row.why = "outgoing";
                    outgoing++;
                }
            }
            store.persist(row);
        }
        store.flush();
        return new ImportResult(head.id, head.format, head.entries, head.known, booked, open, outgoing, head.pending);
    }

    /// Books an open entry as a person decided.
    /// @param items  what it is for, of one consumer; empty: all of it becomes the consumer's credit
    /// @return       empty when there is no such entry, or it is not open
    public Optional<Payment> book(UUID entry, UUID consumer, List<OpenItem> items) {
        return open(entry).map(row -> {
            Payment payment = book(row, money(row), consumer, items);
            store.flush();
            return payment;
        });
    }

    /// Notes that an entry pays nothing here.
    /// @return  false when there is no such entry, or it is not open
    public boolean setAside(UUID entry) {
        Optional<BankEntryRow> row = open(entry);
        row.ifPresent(found -> found.state = BankEntry.State.SET_ASIDE.slug());
        store.flush();
        return row.isPresent();
    }

    /// Newest first.
    /// @param state   null: all
    /// @param before  the last id of the page before; null for the first page
    public List<BankEntry> entries(BankEntry.@Nullable State state, @Nullable UUID before, int limit) {
        return store.createQuery("""
            from BankEntryRow e where (:state is null or e.state = :state) and (:before is null or e.id < :before)
            order by e.id desc\
            """, BankEntryRow.class)
                .setParameter("state", state == null ? null : state.slug())
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultStream()
                .map(BankStatements::entry)
                .toList();
    }

    public Optional<BankEntry> find(UUID entry) {
        return Optional.ofNullable(store.find(BankEntryRow.class, entry)).map(BankStatements::entry);
    }

    private List<OpenItem> still(List<OpenItem> quoted) {
        Set<UUID> ids = new HashSet<>(quoted.stream().map(OpenItem::id).toList());
        return payments.open(quoted.getFirst().consumer()).stream()
                .filter(item -> ids.contains(item.id()))
                .toList();
    }

    private Payment book(BankEntryRow row, Money amount, UUID consumer, List<OpenItem> items) {
        Payment payment = payments.book(
                new NewPayment(
                        consumer,
                        BankTransfer.KEY,
                        "bank:" + row.identity,
                        amount,
                        row.bookedOn,
                        row.payer,
                        row.remittance),
                items);
        row.state = BankEntry.State.BOOKED.slug();
        row.why = null;
        row.suggested = null;
        row.paymentId = payment.id();
        return payment;
    }

    private static void open(BankEntryRow row, String why, @Nullable UUID suggested) {
        row.state = BankEntry.State.OPEN.slug();
        row.why = why;
        row.suggested = suggested;
    }

    private Optional<BankEntryRow> open(UUID entry) {
        BankEntryRow row = store.find(BankEntryRow.class, entry, LockModeType.PESSIMISTIC_WRITE);
        return Optional.ofNullable(row).filter(found -> found.state.equals(BankEntry.State.OPEN.slug()));
    }

    private Set<String> known(List<StatementEntry> entries) {
        Set<String> known = new HashSet<>();
        List<String> all =
                new ArrayList<>(entries.stream().map(StatementEntry::identity).toList());
        for (int i = 0; i < all.size(); i += BATCH) {
            known.addAll(store.createQuery(
                            "select e.identity from BankEntryRow e where e.identity in :identities", String.class)
                    .setParameter("identities", all.subList(i, Math.min(all.size(), i + BATCH)))
                    .getResultList());
        }
        return known;
    }

    private void lock() {
        store.createNativeQuery("select 1 from pg_advisory_xact_lock(cast(:locks as integer),"
                        + " hashtext(cast(billing.current_tenant() as text)))")
                .setParameter("locks", LOCKS)
                .getSingleResult();
    }

    private static BankEntryRow row(UUID statement, StatementEntry entry) {
        BankEntryRow row = new BankEntryRow();
        row.statementId = statement;
        row.identity = entry.identity();
        row.bookedOn = entry.bookedOn();
        row.currency = entry.amount().currency().getCurrencyCode();
        row.minorUnit = entry.amount().amount().scale();
        row.amount = entry.amount().amount();
        row.credit = entry.credit();
        row.payer = entry.payer();
        row.payerIban = entry.payerIban();
        row.remittance = entry.remittance();
        row.bankReference = entry.bankReference();
        return row;
    }

    private static BankEntry entry(BankEntryRow row) {
        return new BankEntry(
                row.id,
                row.bookedOn,
                money(row),
                row.credit,
                row.payer,
                row.remittance,
                BankEntry.State.ofSlug(row.state),
                row.why,
                row.suggested,
                row.paymentId);
    }

    private static Money money(BankEntryRow row) {
        return new Money(row.amount.setScale(row.minorUnit), Currency.getInstance(row.currency));
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
