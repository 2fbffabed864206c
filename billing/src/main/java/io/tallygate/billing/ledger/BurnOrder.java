package io.tallygate.billing.ledger;

import java.util.Comparator;
import java.util.List;

/// Which grant burns first. The id decides between grants that nothing else tells apart, so that the order never hangs
/// on how they were read.
public enum BurnOrder implements Comparator<Grant> {
    /// Lower priority number, earlier expiry (no expiry last), older.
    PRIORITY_EXPIRY_AGE(Comparator.comparingInt(Grant::priority)
            .thenComparing(Grant::expiresAt, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Grant::createdAt)
            .thenComparing(Grant::id)),

    /// Lower priority number, given before paid for, older.
    PRIORITY_GIVEN_AGE(Comparator.comparingInt(Grant::priority)
            .thenComparing(grant -> grant.origin() == GrantOrigin.PROMOTIONAL ? 0 : 1)
            .thenComparing(Grant::createdAt)
            .thenComparing(Grant::id));

    private final Comparator<Grant> order;

    BurnOrder(Comparator<Grant> order) {
        this.order = order;
    }

    @Override
    public int compare(Grant a, Grant b) {
        return order.compare(a, b);
    }

    public List<Grant> sorted(List<Grant> grants) {
        return grants.stream().sorted(this).toList();
    }
}
