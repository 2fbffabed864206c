package io.tallygate.billing.coupon;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// @param redeemed    by so many consumers
/// @param archivedAt  null: it can be redeemed
public record StoredCoupon(
        UUID id, CouponTerms terms, int redeemed, @Nullable Instant archivedAt) {}
