package io.tallygate.billing.invoice;

import io.tallygate.billing.coupon.Coupon;
import io.tallygate.billing.coupon.CouponSharing;
import io.tallygate.billing.coupon.CouponUse;
import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/// Composes a document's sums from its lines. Pure: the same lines, coupons and credits give the same sums.
public final class Composing {
    static final BigDecimal HUNDRED = new BigDecimal(100);

    /// Digits of a net that is worked out of a price with tax.
    static final MathContext EXACT = new MathContext(40);

    private Composing() {}

    /// @param charges      in the document's order, all in `currency`
    /// @param taxIncluded  whether their amounts contain tax
    /// @param coupons      in the order in which they are used
    /// @param credits      credit notes to use, oldest first, in `currency`
    /// @param prepaid      prepaid credit at hand, from 0 on
    public record Input(
            Currency currency,
            List<Charge> charges,
            boolean taxIncluded,
            TaxRounding rounding,
            List<Coupon> coupons,
            List<AvailableCredit> credits,
            Money prepaid) {
        public Input {
            charges = List.copyOf(charges);
            coupons = List.copyOf(coupons);
            credits = List.copyOf(credits);
        }
    }

    public static Composition compose(Input input) {
        Currency currency = input.currency();
        Money zero = Money.zero(currency);
        List<CouponUse> coupons = CouponSharing.apply(
                input.charges().stream()
                        .map(charge -> new CouponSharing.Line(
                                charge.key(), charge.open().amount()))
                        .toList(),
                input.coupons(),
                currency);
        List<BigDecimal> shares = shares(input.charges().size(), coupons);
        List<BigDecimal> open = new ArrayList<>();
        for (int index = 0; index < shares.size(); index++) {
            open.add(input.charges().get(index).open().amount().subtract(shares.get(index)));
        }
        Money lineTotal = sum(input.charges().stream().map(Charge::amount).toList(), zero);
        Money already = sum(input.charges().stream().map(Charge::alreadyBilled).toList(), zero);
        Money couponTotal = sum(coupons.stream().map(CouponUse::taken).toList(), zero);
        Money afterCoupons = lineTotal.minus(already).minus(couponTotal);
        List<LineTax> lineTaxes = input.charges().stream().map(Charge::tax).toList();
        List<TaxTotal> taxes = DocumentTax.of(lineTaxes, open, afterCoupons, input.taxIncluded(), input.rounding());
        Money tax = sum(taxes.stream().map(TaxTotal::tax).toList(), zero);
        Money subtotal = input.taxIncluded() ? afterCoupons.minus(tax) : afterCoupons;
        Money total = subtotal.plus(tax);
        List<Composition.UsedCredit> credits = credits(input.credits(), total);
        Money credited = sum(credits.stream().map(Composition.UsedCredit::used).toList(), zero);
        Money prepaid = positive(input.prepaid().min(total.minus(credited)));
        return new Composition(
                currency,
                input.taxIncluded(),
                lines(input, shares, open),
                lineTotal,
                already,
                coupons,
                couponTotal,
                subtotal,
                taxes,
                tax,
                total,
                credits,
                credited,
                prepaid,
                total.minus(credited).minus(prepaid));
    }

    private static List<BigDecimal> shares(int lines, List<CouponUse> coupons) {
        List<BigDecimal> shares = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            BigDecimal share = BigDecimal.ZERO;
            for (CouponUse coupon : coupons) {
                share = share.add(coupon.shares().get(line));
            }
            shares.add(share);
        }
        return shares;
    }

    private static List<Composition.Line> lines(Input input, List<BigDecimal> shares, List<BigDecimal> open) {
        List<Composition.Line> lines = new ArrayList<>();
        for (int index = 0; index < shares.size(); index++) {
            Charge charge = input.charges().get(index);
            BigDecimal percent = charge.tax().percent();
            BigDecimal net = input.taxIncluded() ? net(open.get(index), percent) : open.get(index);
            BigDecimal given = charge.tax().given();
            BigDecimal tax = given != null ? given : net.multiply(percent).divide(HUNDRED, EXACT);
            lines.add(
                    new Composition.Line(charge, shares.get(index), net, Rounding.toMinorUnit(tax, input.currency())));
        }
        return lines;
    }

    /// What is without tax in an amount that contains it.
    static BigDecimal net(BigDecimal gross, BigDecimal percent) {
        return gross.multiply(HUNDRED).divide(HUNDRED.add(percent), EXACT);
    }

    private static List<Composition.UsedCredit> credits(List<AvailableCredit> available, Money total) {
        List<Composition.UsedCredit> used = new ArrayList<>();
        Money left = positive(total);
        for (AvailableCredit credit : available) {
            Money taken = positive(credit.balance().min(left));
            if (taken.signum() > 0) {
                used.add(new Composition.UsedCredit(credit.note(), taken));
                left = left.minus(taken);
            }
        }
        return used;
    }

    private static Money positive(Money money) {
        return money.signum() < 0 ? Money.zero(money.currency()) : money;
    }

    private static Money sum(List<Money> parts, Money zero) {
        return parts.stream().reduce(zero, Money::plus);
    }
}
