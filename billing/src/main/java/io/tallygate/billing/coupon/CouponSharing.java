package io.tallygate.billing.coupon;

import io.tallygate.billing.money.Allocation;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/// Takes coupons off lines. What a coupon takes is whole minor units; its shares of the lines are finer, so
/// that tax
/// can be
/// worked out from what is exactly left of each. A line never goes below zero, and one that is below already
/// is left
/// alone.
public final class CouponSharing {
    /// Decimals of a share of a line.
    public static final int DECIMALS = 12;

    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private CouponSharing() {}

    /// @param amount  in minor units, after what was billed of it earlier
    public record Line(String key, BigDecimal amount) {}

    /// @param coupons  in the order in which they are used
    /// @return         one use for each coupon, in the same order
    public static List<CouponUse> apply(List<Line> lines, List<Coupon> coupons, Currency currency) {
        List<BigDecimal> left = new ArrayList<>(lines.stream().map(Line::amount).toList());
        return coupons.stream()
                .map(coupon -> use(coupon, lines, left, currency))
                .toList();
    }

    private static CouponUse use(Coupon coupon, List<Line> lines, List<BigDecimal> left, Currency currency) {
        List<Integer> eligible = IntStream.range(0, lines.size())
                .filter(index -> left.get(index).signum() > 0
                        && coupon.isFor(lines.get(index).key()))
                .boxed()
                .toList();
        BigDecimal base = eligible.stream().map(left::get).reduce(BigDecimal.ZERO, BigDecimal::add);
        // earlier shares may have left parts of a cent; those cannot be taken
        BigDecimal most = base.setScale(Rounding.digits(currency), RoundingMode.DOWN);
        BigDecimal taken = wanted(coupon, base, currency).min(most);
        List<BigDecimal> shares = new ArrayList<>(IntStream.range(0, lines.size())
                .mapToObj(index -> BigDecimal.ZERO)
                .toList());
        if (taken.signum() > 0) {
            List<BigDecimal> parts =
                    Allocation.share(taken, eligible.stream().map(left::get).toList(), DECIMALS);
            for (int part = 0; part < parts.size(); part++) {
                int line = eligible.get(part);
                shares.set(line, parts.get(part));
                left.set(line, left.get(line).subtract(parts.get(part)));
            }
        }
        Lasting after = after(coupon, taken);
        Money money = Rounding.toMinorUnit(taken.max(BigDecimal.ZERO), currency);
        return new CouponUse(coupon, money, shares, after, ended(coupon, after, taken));
    }

    private static BigDecimal wanted(Coupon coupon, BigDecimal base, Currency currency) {
        if (ended(coupon, coupon.lasting(), BigDecimal.ZERO)) {
            return BigDecimal.ZERO;
        }
        return switch (coupon.reduction()) {
            case Reduction.Amount(Money money) when !money.currency().equals(currency) -> BigDecimal.ZERO;
            case Reduction.Amount(Money money) ->
                coupon.lasting() instanceof Lasting.Once(BigDecimal used)
                        ? money.amount().subtract(used)
                        : money.amount();
            case Reduction.Percent(BigDecimal percent) ->
                Rounding.toMinorUnit(base.multiply(percent).divide(HUNDRED), currency)
                        .amount();
        };
    }

    private static Lasting after(Coupon coupon, BigDecimal taken) {
        if (taken.signum() <= 0) {
            return coupon.lasting();
        }
        return switch (coupon.lasting()) {
            case Lasting.Once(BigDecimal used) -> new Lasting.Once(used.add(taken));
            case Lasting.Repeating(int invoicesLeft) -> new Lasting.Repeating(invoicesLeft - 1);
            case Lasting.Forever forever -> forever;
        };
    }

    private static boolean ended(Coupon coupon, Lasting after, BigDecimal taken) {
        return switch (after) {
            case Lasting.Once(BigDecimal used) ->
                switch (coupon.reduction()) {
                    case Reduction.Amount(Money money) -> used.compareTo(money.amount()) >= 0;
                    case Reduction.Percent percent -> taken.signum() > 0 || used.signum() > 0;
                };
            case Lasting.Repeating(int invoicesLeft) -> invoicesLeft == 0;
            case Lasting.Forever forever -> false;
        };
    }
}
