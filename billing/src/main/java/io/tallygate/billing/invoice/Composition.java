package io.tallygate.billing.invoice;

import io.tallygate.billing.coupon.CouponUse;
import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;

/// A document's sums, in the order in which they come to be: lines − coupons = subtotal → tax → − credit notes →
/// − prepaid credit = due.
/// @param taxIncluded    whether the lines' amounts contain their tax
/// @param lineTotal      the sum of the lines
/// @param alreadyBilled  by earlier documents of the period
/// @param couponTotal    what all coupons took
/// @param subtotal       net: lineTotal − alreadyBilled − couponTotal, without the tax when lines contain it
/// @param tax            the sum of `taxes`
/// @param total          subtotal + tax; below zero when corrections outweigh: then a credit note is what is
/// issued
/// @param credited       from credit notes, the sum of `credits`
/// @param prepaid        from prepaid credit
/// @param due            total − credited − prepaid
public record Composition(
        Currency currency,
        boolean taxIncluded,
        List<Line> lines,
        Money lineTotal,
        Money alreadyBilled,
        List<CouponUse> coupons,
        Money couponTotal,
        Money subtotal,
        List<TaxTotal> taxes,
        Money tax,
        Money total,
        List<UsedCredit> credits,
        Money credited,
        Money prepaid,
        Money due) {
    public Composition {
        lines = List.copyOf(lines);
        coupons = List.copyOf(coupons);
        taxes = List.copyOf(taxes);
        credits = List.copyOf(credits);
    }

    /// @param couponShare  exact, of all coupons
    /// @param net          exact, after coupons, without tax
    /// @param tax          rounded for this line alone; the lines' need not add up to the document's
    public record Line(Charge charge, BigDecimal couponShare, BigDecimal net, Money tax) {}

    /// @param note  the credit note's number
    public record UsedCredit(String note, Money used) {}

    /// The mean rate in percent, weighted by the lines' nets, to five decimals; 0 for a document of nothing.
    public BigDecimal meanTaxPercent() {
        return MeanTax.percent(lines);
    }
}
