package io.tallygate.billing.coupon;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A coupon in a consumer's hand.
/// @param lasting  what is left of it
/// @param endedAt  null: it goes on
public record Redemption(
        UUID id,
        UUID consumer,
        StoredCoupon coupon,
        Instant redeemedAt,
        Lasting lasting,
        @Nullable Instant endedAt) {}
