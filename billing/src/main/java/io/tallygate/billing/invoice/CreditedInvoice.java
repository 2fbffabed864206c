package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxRounding;
import java.math.BigDecimal;
import java.util.List;

/// An invoice as far as its credit notes ask.
/// @param taxIncluded  whether its lines' amounts contain tax
/// @param subtotal     net, after coupons
/// @param taxes        of the whole invoice, rate by rate
public record CreditedInvoice(
        boolean taxIncluded, TaxRounding rounding, List<Line> lines, Money subtotal, List<TaxTotal> taxes) {
    public CreditedInvoice {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
    }

    /// @param amount       as it stands on the line, after what was billed before
    /// @param couponShare  that coupons took of it, exact
    public record Line(String key, Money amount, BigDecimal couponShare, LineTax tax) {}

    public static CreditedInvoice of(Composition invoice, TaxRounding rounding) {
        return new CreditedInvoice(
                invoice.taxIncluded(),
                rounding,
                invoice.lines().stream()
                        .map(line -> new Line(
                                line.charge().key(),
                                line.charge().open(),
                                line.couponShare(),
                                line.charge().tax()))
                        .toList(),
                invoice.subtotal(),
                invoice.taxes());
    }

    public Money tax() {
        return taxes.stream().map(TaxTotal::tax).reduce(Money.zero(subtotal.currency()), Money::plus);
    }
}
