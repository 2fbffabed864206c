package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.Sums;
import io.tallygate.billing.invoice.TaxTotal;
import io.tallygate.billing.tax.TaxRate;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/// The sums of a document as the control API writes them, in the order in which they come to be.
final class SumsAnswer {
    private SumsAnswer() {}

    static JsonObjectBuilder of(Sums sums) {
        return Json.createObjectBuilder()
                .add("taxIncluded", sums.taxIncluded())
                .add("lines", InvoiceJson.money(sums.lineTotal()))
                .add("alreadyBilled", InvoiceJson.money(sums.alreadyBilled()))
                .add("coupons", taken(sums.coupons()))
                .add("subtotal", InvoiceJson.money(sums.subtotal()))
                .add("taxes", taxes(sums.taxes()))
                .add("tax", InvoiceJson.money(sums.tax()))
                .add("total", InvoiceJson.money(sums.total()))
                .add("creditNotes", taken(sums.credits()))
                .add("prepaid", InvoiceJson.money(sums.prepaid()))
                .add("due", InvoiceJson.money(sums.due()));
    }

    static JsonArrayBuilder taxes(List<TaxTotal> taxes) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (TaxTotal total : taxes) {
            JsonObjectBuilder json =
                    Json.createObjectBuilder().add("category", total.category().code());
            TaxRate rate = total.rate();
            json = InvoiceJson.optional(json, "name", rate == null ? null : rate.name());
            json = InvoiceJson.optional(
                    json, "percent", rate == null ? null : rate.percent().toPlainString());
            json.add("base", InvoiceJson.money(total.base())).add("tax", InvoiceJson.money(total.tax()));
            array.add(InvoiceJson.optional(json, "reason", total.reason()));
        }
        return array;
    }

    private static JsonArrayBuilder taken(List<Sums.Taken> taken) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        taken.forEach(each -> array.add(
                Json.createObjectBuilder().add("name", each.name()).add("amount", InvoiceJson.money(each.amount()))));
        return array;
    }
}
