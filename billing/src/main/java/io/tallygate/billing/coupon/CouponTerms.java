package io.tallygate.billing.coupon;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A coupon as it is offered. Its terms never change; it can be archived.
/// @param code             what is typed in, `^[A-Z0-9][A-Z0-9-]{1,39}$`
/// @param lasting          at the moment of redemption
/// @param onlyCards        keys of the rate cards it is for; null: all
/// @param validTo          the first moment at which it cannot be redeemed any more; null: it stays
/// @param redemptionLimit  by how many consumers it can be redeemed; null: all
public record CouponTerms(
        String code,
        String name,
        Reduction reduction,
        Lasting lasting,
        @Nullable Set<String> onlyCards,
        Instant validFrom,
        @Nullable Instant validTo,
        @Nullable Integer redemptionLimit) {
    public CouponTerms {
        onlyCards = onlyCards == null ? null : Set.copyOf(onlyCards);
    }
}
