package io.tallygate.billing.document;

import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.IssuedInvoice;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The words and figures of one document, ready to be set: what the template reads.
record InvoiceText(
        InvoiceFormats formats,
        String language,
        String title,
        String sellerName,
        String sellerAddress,
        String buyerName,
        List<String> buyerAddress,
        List<Fact> facts,
        List<Line> lines,
        String total,
        String note,
        String foot) {

    record Fact(String label, String value) {}

    record Line(String what, String period, String quantity, String unitPrice, String amount) {}

    static InvoiceText of(IssuedInvoice invoice) {
        String language = invoice.buyer().language();
        InvoiceFormats formats = new InvoiceFormats(language);
        String number = invoice.number().toString();
        return new InvoiceText(
                formats,
                language,
                formats.text("title", number),
                invoice.seller().name(),
                String.join(
                        ", ",
                        withCountry(invoice.seller().address(), invoice.seller().country(), formats)),
                invoice.buyer().name(),
                withCountry(invoice.buyer().address(), invoice.buyer().country(), formats),
                List.of(
                        new Fact(formats.text("number"), number),
                        new Fact(formats.text("issuedOn"), formats.date(invoice.issuedOn())),
                        new Fact(formats.text("period"), formats.period(invoice.period(), invoice.timeZone()))),
                invoice.lines().stream()
                        .map(line -> line(line, invoice, formats))
                        .toList(),
                formats.money(invoice.total()),
                formats.text(
                        "note",
                        invoice.currency().getCurrencyCode(),
                        invoice.timeZone().getId()),
                invoice.seller().name() + " · " + formats.text("title", number));
    }

    private static Line line(InvoiceLine line, IssuedInvoice invoice, InvoiceFormats formats) {
        return new Line(
                line.product() + " · " + line.plan(),
                formats.period(line.period(), invoice.timeZone()),
                formats.quantity(line.quantity()),
                formats.unitPrice(line.unitPrice(), line.amount().currency()),
                formats.money(line.amount()));
    }

    private static List<String> withCountry(List<String> address, @Nullable String country, InvoiceFormats formats) {
        return country == null || country.isBlank()
                ? address
                : Stream.concat(address.stream(), Stream.of(formats.country(country)))
                        .toList();
    }

    public String text(String key) {
        return formats.text(key);
    }
}
