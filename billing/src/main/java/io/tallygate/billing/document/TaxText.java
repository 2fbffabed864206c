package io.tallygate.billing.document;

import io.tallygate.billing.invoice.TaxTotal;
import java.util.List;

/// How a document says its taxes: at which rate on which amount, or why none is charged.
final class TaxText {
    private TaxText() {}

    static void add(List<InvoiceText.Total> totals, List<TaxTotal> taxes, boolean included, InvoiceFormats formats) {
        for (TaxTotal total : taxes) {
            if (total.rate() != null) {
                String label = formats.text(
                        included ? "taxIncluded" : "tax",
                        total.rate().name(),
                        formats.quantity(total.rate().percent()),
                        formats.money(total.base()));
                totals.add(new InvoiceText.Total(label, formats.money(total.tax()), false));
            } else if (total.reason() != null) {
                String label = formats.text("noTax", total.reason(), formats.money(total.base()));
                totals.add(new InvoiceText.Total(label, formats.money(total.tax()), false));
            }
        }
    }
}
