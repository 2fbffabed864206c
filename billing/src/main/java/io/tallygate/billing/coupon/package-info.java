/// What comes off a document before tax. Start at [CouponSharing]: coupons are taken in order, each from what
/// the ones
/// before it left of its lines, in shares that follow the lines' amounts. How often a code may be redeemed is
/// kept by
/// [Coupons], and holds however many try at once. Knows no tax and no invoice.
@NullMarked
package io.tallygate.billing.coupon;

import org.jspecify.annotations.NullMarked;
