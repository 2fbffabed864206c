package io.tallygate.billing.coupon;

import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.util.List;

/// What one coupon took off one invoice.
/// @param taken   0 when it did not apply
/// @param shares  of each line, in the lines' order, to [CouponSharing#DECIMALS] decimals; their sum is `taken`
/// @param after   how long it lasts after this invoice
/// @param ended   whether it can take nothing off any more
public record CouponUse(Coupon coupon, Money taken, List<BigDecimal> shares, Lasting after, boolean ended) {
    public CouponUse {
        shares = List.copyOf(shares);
    }

    public boolean used() {
        return taken.signum() > 0;
    }
}
