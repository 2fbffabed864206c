package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Books what is due in a credit book, each at its own instant: ends, then beginnings and refills, then what is owed.
final class CreditUpkeep {
    private final CreditBook book;
    private final List<Grant> grants;
    private final @Nullable Instant last;

    /// @param last  the book's last movement; everything up to it has happened
    CreditUpkeep(CreditBook book, List<Grant> grants, @Nullable Instant last) {
        this.book = book;
        this.grants = grants;
        this.last = last;
    }

    void until(Instant now) {
        TreeSet<Instant> due = new TreeSet<>();
        for (Grant grant : grants) {
            Instant begin = begin(grant);
            if (begin.isAfter(now)) {
                continue;
            }
            due.add(notBeforeLast(begin));
            Instant end = grant.activeTo();
            if (end != null && !end.isAfter(now)) {
                due.add(notBeforeLast(end));
            }
            due.addAll(refills(grant, begin, end == null || end.isAfter(now) ? now : end));
        }
        due.add(now);
        due.forEach(this::happen);
    }

    private void happen(Instant at) {
        for (Grant grant : grants) {
            Instant end = grant.activeTo();
            BigDecimal rest = book.on(new Account.OfGrant(grant.id()));
            if (end == null || end.isAfter(at)) {
                rest = rest.subtract(grant.amount()); // credit that came back after it had been filled up again
            }
            if (rest.signum() > 0) {
                String key = key("expired", grant, at);
                book.move(key, Movement.Kind.EXPIRED, at, new Account.OfGrant(grant.id()), new Account.Expired(), rest);
            }
        }
        for (Grant grant : grants) {
            if (!begin(grant).isAfter(at) && grant.isActiveAt(at)) {
                fill(grant, at);
            }
        }
        repay(at);
    }

    private void fill(Grant grant, Instant at) {
        Account own = new Account.OfGrant(grant.id());
        Account source = new Account.Source(grant.origin());
        if (!book.isGranted(grant.id())) {
            book.move("granted:" + grant.id(), Movement.Kind.GRANTED, at, source, own, grant.amount());
        } else if (isFilledAgain(grant, at)) {
            BigDecimal missing = grant.amount().subtract(book.on(own));
            if (missing.signum() > 0) {
                String key = key("refilled", grant, at);
                book.move(key, Movement.Kind.REFILLED, at, source, own, missing);
            }
        }
    }

    /// Credit that is for some lines only pays nothing that is owed: nobody noted for which line it is.
    private void repay(Instant at) {
        BigDecimal owed = book.on(new Account.Owed()).negate();
        for (Grant grant : grants) {
            BigDecimal paid = book.on(new Account.OfGrant(grant.id())).min(owed);
            if (paid.signum() > 0 && grant.isActiveAt(at) && grant.onlyFor().isEmpty()) {
                String key = key("repaid", grant, at);
                book.move(key, Movement.Kind.REPAID, at, new Account.OfGrant(grant.id()), new Account.Owed(), paid);
                owed = owed.subtract(paid);
            }
        }
    }

    private List<Instant> refills(Grant grant, Instant begin, Instant to) {
        Recurrence recurs = grant.recurs();
        Instant from = last == null || last.isBefore(begin) ? begin : last;
        return recurs == null || !from.isBefore(to) ? List.of() : recurs.between(from, to);
    }

    private boolean isFilledAgain(Grant grant, Instant at) {
        Recurrence recurs = grant.recurs();
        return recurs != null
                && at.isAfter(begin(grant))
                && (last == null || at.isAfter(last))
                && !recurs.between(at.minusNanos(1), at).isEmpty();
    }

    /// With its place in the book: credit that came back may expire a second time at the same instant.
    private String key(String what, Grant grant, Instant at) {
        return what + ":" + grant.id() + ":" + at + ":" + book.size();
    }

    /// A grant that was made after it should have begun begins when it was made.
    private static Instant begin(Grant grant) {
        return grant.effectiveAt().isBefore(grant.createdAt()) ? grant.createdAt() : grant.effectiveAt();
    }

    private Instant notBeforeLast(Instant instant) {
        return last != null && instant.isBefore(last) ? last : instant;
    }
}
