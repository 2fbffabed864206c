package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.Sums;
import io.tallygate.billing.invoice.TaxTotal;
import io.tallygate.billing.money.Money;
import io.tallygate.portal.frame.Messages;
import java.util.ArrayList;
import java.util.List;

/// The sums below a document's lines, as a page lists them. One of lines alone has one row.
public final class SumRows {
    /// @param key  by which a row is found on the page
    public record Row(String key, String label, Money amount) {}

    private final Messages messages;
    private final List<Row> rows = new ArrayList<>();

    private SumRows(Messages messages) {
        this.messages = messages;
    }

    static List<Row> of(Sums sums, Messages messages) {
        SumRows of = new SumRows(messages);
        if (!sums.saysTax() && sums.lineTotal().equals(sums.due())) {
            of.add("total", sums.total(), "invoice.netTotal");
            return of.rows;
        }
        of.add("lines", sums.lineTotal(), "invoice.sum.lines");
        of.some("already-billed", sums.alreadyBilled().negate(), "invoice.sum.alreadyBilled");
        sums.coupons().forEach(each -> of.add("coupon", each.amount().negate(), "invoice.sum.coupon", each.name()));
        of.add("subtotal", sums.subtotal(), "invoice.sum.subtotal");
        sums.taxes().forEach(each -> of.tax(each, sums.taxIncluded()));
        of.add("total", sums.total(), "invoice.sum.total");
        sums.credits().forEach(each -> of.add("credit", each.amount().negate(), "invoice.sum.credit", each.name()));
        of.some("prepaid", sums.prepaid().negate(), "invoice.sum.prepaid");
        of.add("due", sums.due(), "invoice.sum.due");
        return of.rows;
    }

    private void tax(TaxTotal total, boolean included) {
        if (total.rate() != null) {
            add(
                    "tax",
                    total.tax(),
                    included ? "invoice.sum.taxIncluded" : "invoice.sum.tax",
                    total.rate().name(),
                    total.rate().percent());
        } else if (total.reason() != null) {
            add("tax", total.tax(), "invoice.sum.noTax", total.reason());
        }
    }

    private void some(String key, Money amount, String message) {
        if (amount.signum() != 0) {
            add(key, amount, message);
        }
    }

    private void add(String key, Money amount, String message, Object... arguments) {
        rows.add(new Row(key, messages.text(message, arguments), amount));
    }
}
