package io.tallygate.billing.ledger;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What goes back when a document that credit paid is void: to each grant what it gave. What was owed for the document
/// is owed no longer; what grants have repaid of it since then goes back to those grants.
final class CreditReturn {
    private CreditReturn() {}

    static List<Posting> of(CreditBook book, Movement spent) {
        Map<Account, BigDecimal> back = new LinkedHashMap<>();
        spent.postings()
                .forEach(
                        posting -> add(back, posting.account(), posting.amount().negate()));
        Account owed = new Account.Owed();
        BigDecimal excess = back.getOrDefault(owed, BigDecimal.ZERO).add(book.on(owed));
        if (excess.signum() > 0) {
            for (Map.Entry<Account, BigDecimal> repaid : repaid(book).entrySet()) {
                BigDecimal part = repaid.getValue().min(excess);
                if (part.signum() > 0) {
                    add(back, repaid.getKey(), part);
                    add(back, owed, part.negate());
                    excess = excess.subtract(part);
                }
            }
        }
        return back.entrySet().stream()
                .filter(entry -> entry.getValue().signum() != 0)
                .map(entry -> new Posting(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// What grants paid of what was owed and have not got back: what they repaid, less what came back to them beyond
    /// what they had given for the documents it came back from.
    private static Map<Account, BigDecimal> repaid(CreditBook book) {
        Map<Account, BigDecimal> repaid = new LinkedHashMap<>();
        for (Movement movement : book.movements()) {
            boolean undone = movement.kind() == Movement.Kind.SPENT
                    && book.movements().stream().anyMatch(other -> other.key().equals(returnKey(movement)));
            if (movement.kind() == Movement.Kind.REPAID || movement.kind() == Movement.Kind.RETURNED || undone) {
                movement.postings().stream()
                        .filter(posting -> posting.account() instanceof Account.OfGrant)
                        .forEach(posting ->
                                add(repaid, posting.account(), posting.amount().negate()));
            }
        }
        return repaid;
    }

    private static String returnKey(Movement spent) {
        return spent.key().replaceFirst("^spent:", "returned:");
    }

    private static void add(Map<Account, BigDecimal> sums, Account account, BigDecimal amount) {
        sums.merge(account, amount, BigDecimal::add);
    }
}
