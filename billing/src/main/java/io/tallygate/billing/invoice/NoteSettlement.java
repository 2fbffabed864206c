package io.tallygate.billing.invoice;

import io.tallygate.billing.money.Money;
import io.tallygate.billing.money.Rounding;
import java.math.BigDecimal;

/// How a credit note's total is given back.
/// @param offset  against what is still to pay of its own invoice
/// @param refund  in money
/// @param credit  kept for later invoices
public record NoteSettlement(Money offset, Money refund, Money credit) {
    public NoteSettlement {
        if (offset.signum() < 0 || refund.signum() < 0 || credit.signum() < 0) {
            throw new IllegalArgumentException("offset %s, refund %s, credit %s".formatted(offset, refund, credit));
        }
    }

    /// The invoice's open amount is taken first: what is not owed any more need not be paid. Of what is then
    /// left as
    /// much is
    /// refunded as is asked and was paid; the rest is credit.
    /// @param open    still to pay of the invoice
    /// @param paid    of the invoice and not refunded yet
    /// @param refund  asked for; null: none
    public static NoteSettlement of(Money total, Money open, Money paid, boolean refund) {
        Money zero = Money.zero(total.currency());
        Money offset = positive(open.min(total));
        Money rest = total.minus(offset);
        Money back = refund ? positive(paid.min(rest)) : zero;
        return new NoteSettlement(offset, back, rest.minus(back));
    }

    /// At most this can be refunded.
    public static Money mostRefund(Money total, Money paid) {
        return positive(total.min(paid));
    }

    /// When a prepaid period ends early: refunded is what was paid of the line beyond its used part.
    /// @param lineTotal     of the line with tax, after coupons, exact
    /// @param invoiceTotal  with tax
    /// @param paid          of the invoice
    /// @param used          units of time used and paid for, out of `period`
    public static Money paidBeyondUse(
            BigDecimal lineTotal, Money invoiceTotal, Money paid, BigDecimal used, BigDecimal period) {
        BigDecimal ofLine = paid.amount().multiply(lineTotal).divide(invoiceTotal.amount(), Composing.EXACT);
        BigDecimal worth = lineTotal.multiply(used).divide(period, Composing.EXACT);
        return positive(
                Rounding.toMinorUnit(ofLine, paid.currency()).minus(Rounding.toMinorUnit(worth, paid.currency())));
    }

    /// The unused part of a line, less what was given back of it before.
    public static Money unused(Money line, BigDecimal unused, BigDecimal period, Money before) {
        BigDecimal part = line.amount().multiply(unused).divide(period, Composing.EXACT);
        return positive(Rounding.toMinorUnit(part, line.currency()).minus(before));
    }

    private static Money positive(Money money) {
        return money.signum() < 0 ? Money.zero(money.currency()) : money;
    }
}
