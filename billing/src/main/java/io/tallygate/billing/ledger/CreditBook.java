package io.tallygate.billing.ledger;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The credit of one consumer in one currency: its grants, and everything that has moved, in the order of time. A value
/// in memory: each operation first lets happen what is due by then ([#upkeep]), adds its own movement, and
/// [#unsaved] says what was added. Amounts are in the currency's major unit, exact.
///
/// What is due happens at its own instant, whenever somebody looks: grants end, then begin or are filled up, then what
/// is owed is paid. So the balance at an instant is the same whether upkeep ran every minute or never.
public final class CreditBook {
    private final Currency currency;
    private final BurnOrder order;
    private final Map<UUID, Grant> grants = new LinkedHashMap<>();
    private final Map<String, Movement> movements = new LinkedHashMap<>();
    private final Map<Account, BigDecimal> accounts = new HashMap<>();
    private final List<Movement> unsaved = new ArrayList<>();
    private @Nullable Instant last;

    /// @param movements  in the order in which they were booked
    public CreditBook(Currency currency, BurnOrder order, List<Grant> grants, List<Movement> movements) {
        this.currency = currency;
        this.order = order;
        order.sorted(grants).forEach(grant -> this.grants.put(grant.id(), grant));
        movements.forEach(this::enter);
    }

    /// A grant of a currency holds whole minor units: bought or given, what is left of a cent is rounded.
    public static BigDecimal wholeUnits(BigDecimal amount, Currency currency) {
        return Rounding.toMinorUnit(amount, currency).amount();
    }

    /// Adds a grant. It begins at `effectiveAt`, or now if that is over: what was, stays as it was.
    public void grant(Grant grant, Instant now) {
        if (grant.amount().scale() > Rounding.digits(currency)) {
            throw new IllegalArgumentException("not whole units of " + currency + ": " + grant.amount());
        }
        upkeep(now);
        List<Grant> all = new ArrayList<>(grants.values());
        all.add(grant);
        grants.clear();
        order.sorted(all).forEach(each -> grants.put(each.id(), each));
        upkeep(now);
    }

    /// Pays a document. The same document a second time pays nothing more.
    /// @param lines  with their tax, in the document's order
    /// @param total  with tax, after credit notes
    /// @return       what credit pays of it, in [CreditMode#CREDIT_ONLY] all of it
    public Money spend(UUID invoice, List<PayableLine> lines, Money total, CreditMode mode, Instant now) {
        mustBeOfThisBook(total);
        upkeep(now);
        Account.Document document = new Account.Document(invoice);
        String key = "spent:" + invoice;
        Movement before = movements.get(key);
        if (before != null) {
            return Rounding.toMinorUnit(paidBy(before, document), currency);
        }
        List<Grant> active =
                grants.values().stream().filter(grant -> grant.isActiveAt(now)).toList();
        CreditAllocation shares =
                CreditAllocation.of(active, grant -> on(new Account.OfGrant(grant.id())), order, lines, total);
        List<Posting> postings = new ArrayList<>();
        shares.taken()
                .forEach((grant, amount) -> postings.add(new Posting(new Account.OfGrant(grant), amount.negate())));
        BigDecimal paid = shares.total();
        BigDecimal rest = total.amount().subtract(paid);
        if (mode == CreditMode.CREDIT_ONLY && rest.signum() > 0) {
            postings.add(new Posting(new Account.Owed(), rest.negate()));
            paid = total.amount();
        }
        if (paid.signum() > 0) {
            postings.add(new Posting(document, paid));
            book(new Movement(key, Movement.Kind.SPENT, now, postings));
        }
        return Rounding.toMinorUnit(paid, currency);
    }

    /// Takes from the grants in their order, for no document: a deduction by hand.
    /// @throws ExceedsCredit  when there is less; nothing is taken then
    public void deduct(String key, BigDecimal amount, Instant now) {
        take(key, Movement.Kind.VOIDED, new Account.Voided(), List.copyOf(grants.values()), amount, now);
    }

    /// Gives money back for credit that was bought.
    /// @param grant  that was paid for
    /// @throws ExceedsCredit  when less is left of it; nothing is taken then
    public void refund(String key, UUID grant, BigDecimal amount, Instant now) {
        Grant bought = known(grant);
        List<Grant> from = bought.origin() == GrantOrigin.PROMOTIONAL ? List.of() : List.of(bought);
        take(key, Movement.Kind.REFUNDED, new Account.Refunded(), from, amount, now);
    }

    /// Takes back what is left of a grant; it ends then.
    public void voidGrant(UUID grant, Instant now) {
        upkeep(now);
        Grant ended = known(grant);
        if (ended.voidedAt() != null) {
            return;
        }
        BigDecimal rest = on(new Account.OfGrant(grant));
        grants.put(grant, ended.voided(now));
        if (rest.signum() > 0) {
            move("voided:" + grant, Movement.Kind.VOIDED, now, new Account.OfGrant(grant), new Account.Voided(), rest);
        }
    }

    /// Gives back what credit paid of a document that is void. A grant that has ended since then takes its part and it
    /// expires at once.
    public void giveBack(UUID invoice, Instant now) {
        upkeep(now);
        Movement spent = movements.get("spent:" + invoice);
        String key = "returned:" + invoice;
        if (spent == null || movements.containsKey(key)) {
            return;
        }
        book(new Movement(key, Movement.Kind.RETURNED, now, CreditReturn.of(this, spent)));
        upkeep(now);
    }

    /// Books all that is due up to `now`, which is included.
    /// @throws IllegalStateException  for a moment before the last movement: what was, stays as it was
    public void upkeep(Instant now) {
        if (last != null && now.isBefore(last)) {
            throw new IllegalStateException("the book is at " + last + " already, not at " + now);
        }
        new CreditUpkeep(this, List.copyOf(grants.values()), last).until(now);
    }

    /// Now, or the last movement's instant where another's clock was ahead of ours: time in a book does not go back.
    Instant notBeforeLast(Instant now) {
        return last != null && now.isBefore(last) ? last : now;
    }

    /// What can be used at an instant, past or to come: what grants that are active then hold, less what is owed.
    public Money balanceAt(Instant instant) {
        BigDecimal sum = leftAt(instant).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return Rounding.toMinorUnit(sum.add(asOf(instant).on(new Account.Owed())), currency);
    }

    /// What is left of each grant at an instant; of those that are not active then, nothing.
    public Map<UUID, BigDecimal> leftAt(Instant instant) {
        CreditBook then = asOf(instant);
        Map<UUID, BigDecimal> left = new LinkedHashMap<>();
        for (Grant grant : grants.values()) {
            left.put(
                    grant.id(), grant.isActiveAt(instant) ? then.on(new Account.OfGrant(grant.id())) : BigDecimal.ZERO);
        }
        return left;
    }

    /// This book as it stood at an instant, with all that was due by then.
    private CreditBook asOf(Instant instant) {
        List<Movement> until = movements.values().stream()
                .filter(movement -> !movement.at().isAfter(instant))
                .toList();
        CreditBook then = new CreditBook(currency, order, List.copyOf(grants.values()), until);
        then.upkeep(instant);
        return then;
    }

    /// What lies on an account, by what is booked.
    public BigDecimal on(Account account) {
        return accounts.getOrDefault(account, BigDecimal.ZERO);
    }

    /// All accounts together: zero, always.
    public BigDecimal sumOfAccounts() {
        return accounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// In the order of burning.
    public List<Grant> grants() {
        return List.copyOf(grants.values());
    }

    public Optional<Grant> find(UUID grant) {
        return Optional.ofNullable(grants.get(grant));
    }

    /// In the order of booking, which is the order of time.
    public List<Movement> movements() {
        return List.copyOf(movements.values());
    }

    /// What was booked since the book was made, in order.
    public List<Movement> unsaved() {
        return List.copyOf(unsaved);
    }

    int size() {
        return movements.size();
    }

    boolean isGranted(UUID grant) {
        return movements.containsKey("granted:" + grant);
    }

    void move(String key, Movement.Kind kind, Instant at, Account from, Account to, BigDecimal amount) {
        book(new Movement(key, kind, at, List.of(new Posting(from, amount.negate()), new Posting(to, amount))));
    }

    private void take(String key, Movement.Kind kind, Account to, List<Grant> from, BigDecimal amount, Instant now) {
        upkeep(now);
        if (movements.containsKey(key)) {
            return;
        }
        List<Posting> postings = new ArrayList<>();
        BigDecimal rest = amount;
        for (Grant grant : from) {
            BigDecimal taken = on(new Account.OfGrant(grant.id())).min(rest);
            if (grant.isActiveAt(now) && taken.signum() > 0) {
                postings.add(new Posting(new Account.OfGrant(grant.id()), taken.negate()));
                rest = rest.subtract(taken);
            }
        }
        if (rest.signum() > 0) {
            throw new ExceedsCredit(amount, amount.subtract(rest));
        }
        postings.add(new Posting(to, amount));
        book(new Movement(key, kind, now, postings));
    }

    private void book(Movement movement) {
        enter(movement);
        unsaved.add(movement);
    }

    private void enter(Movement movement) {
        if (last != null && movement.at().isBefore(last)) {
            throw new IllegalStateException("a movement before the last one: " + movement);
        }
        if (movements.putIfAbsent(movement.key(), movement) != null) {
            throw new IllegalStateException("booked twice: " + movement.key());
        }
        movement.postings().forEach(posting -> accounts.merge(posting.account(), posting.amount(), BigDecimal::add));
        last = movement.at();
    }

    private static BigDecimal paidBy(Movement movement, Account document) {
        return movement.postings().stream()
                .filter(posting -> posting.account().equals(document))
                .map(Posting::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Grant known(UUID grant) {
        Grant found = grants.get(grant);
        if (found == null) {
            throw new IllegalArgumentException("no grant " + grant + " in this book");
        }
        return found;
    }

    private void mustBeOfThisBook(Money money) {
        if (!money.currency().equals(currency)) {
            throw new IllegalArgumentException("credit in " + currency + " pays nothing in " + money.currency());
        }
    }
}
