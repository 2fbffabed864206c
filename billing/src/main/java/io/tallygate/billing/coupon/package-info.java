/// What comes off a document before tax. Start at [CouponSharing]: coupons are taken in order, each from what the ones
/// before it left of its lines, in shares that follow the lines' amounts. Knows no tax and no invoice.
@NullMarked
package io.tallygate.billing.coupon;

import org.jspecify.annotations.NullMarked;
