/// The tables of coupons and their redemptions. Private to the room above.
@NullMarked
package io.tallygate.billing.coupon.store;

import org.jspecify.annotations.NullMarked;
