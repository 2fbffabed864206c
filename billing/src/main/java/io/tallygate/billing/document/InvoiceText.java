package io.tallygate.billing.document;

import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.billing.invoice.Sums;
import io.tallygate.billing.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
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
        List<Total> totals,
        List<String> notes,
        String foot) {

    record Fact(String label, String value) {}

    /// @param quantity  empty where a line has none to show
    record Line(String what, String period, String quantity, String unitPrice, String amount) {}

    /// @param strong  what the reader looks for
    record Total(String label, String value, boolean strong) {}

    static InvoiceText of(IssuedInvoice invoice) {
        InvoiceFormats formats = new InvoiceFormats(invoice.buyer().language());
        String number = invoice.number().toString();
        String title = formats.text("title", number);
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact(formats.text("number"), number),
                new Fact(formats.text("issuedOn"), formats.date(invoice.issuedOn())),
                new Fact(formats.text("period"), formats.period(invoice.period(), invoice.timeZone()))));
        if (invoice.sums().due().signum() > 0) {
            facts.add(new Fact(formats.text("dueOn"), formats.date(invoice.dueOn())));
        }
        vatIds(invoice.seller(), invoice.buyer(), formats, facts);
        List<String> notes = new ArrayList<>();
        notes.add(formats.text(
                "note", invoice.currency().getCurrencyCode(), invoice.timeZone().getId()));
        pay(invoice, formats, notes);
        List<Line> lines = invoice.lines().stream()
                .map(line -> line(line, invoice, formats))
                .toList();
        return text(invoice, formats, title, facts, lines, totals(invoice.sums(), formats), notes);
    }

    static InvoiceText of(CreditNote note, IssuedInvoice invoice) {
        InvoiceFormats formats = new InvoiceFormats(invoice.buyer().language());
        String number = note.number().toString();
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact(formats.text("number"), number),
                new Fact(formats.text("issuedOn"), formats.date(note.issuedOn())),
                new Fact(formats.text("ofInvoice"), note.invoiceNumber().toString())));
        vatIds(invoice.seller(), invoice.buyer(), formats, facts);
        List<Line> lines = new ArrayList<>();
        for (int index = 0; index < invoice.lines().size(); index++) {
            Money item =
                    note.amounts().items().get(invoice.sums().lines().get(index).key());
            if (item != null && item.signum() != 0) {
                Line line = line(invoice.lines().get(index), invoice, formats);
                lines.add(new Line(line.what(), line.period(), "", "", formats.money(item)));
            }
        }
        List<Total> totals = new ArrayList<>();
        add(totals, formats.text("couponShare"), note.amounts().couponShare().negate(), formats);
        totals.add(
                new Total(formats.text("subtotal"), formats.money(note.amounts().net()), false));
        TaxText.add(totals, note.amounts().taxes(), invoice.sums().taxIncluded(), formats);
        totals.add(new Total(
                formats.text("credit.total"), formats.money(note.amounts().total()), true));
        add(totals, formats.text("offset"), note.settlement().offset(), formats);
        add(totals, formats.text("refund"), note.settlement().refund(), formats);
        add(totals, formats.text("credit"), note.settlement().credit(), formats);
        List<String> notes = List.of(formats.text("reason", note.reason()));
        return text(invoice, formats, formats.text("credit.title", number), facts, lines, totals, notes);
    }

    private static InvoiceText text(
            IssuedInvoice invoice,
            InvoiceFormats formats,
            String title,
            List<Fact> facts,
            List<Line> lines,
            List<Total> totals,
            List<String> notes) {
        Seller seller = invoice.seller();
        Buyer buyer = invoice.buyer();
        return new InvoiceText(
                formats,
                buyer.language(),
                title,
                seller.name(),
                String.join(", ", withCountry(seller.address(), seller.country(), formats)),
                buyer.name(),
                withCountry(buyer.address(), buyer.country(), formats),
                facts,
                lines,
                totals,
                notes,
                seller.name() + " · " + title);
    }

    private static List<Total> totals(Sums sums, InvoiceFormats formats) {
        List<Total> totals = new ArrayList<>();
        boolean plain = !sums.saysTax();
        boolean onlyLines = plain && sums.lineTotal().equals(sums.total());
        if (!onlyLines) {
            totals.add(new Total(formats.text("lineTotal"), formats.money(sums.lineTotal()), false));
        }
        add(totals, formats.text("alreadyBilled"), sums.alreadyBilled().negate(), formats);
        for (Sums.Taken coupon : sums.coupons()) {
            add(totals, formats.text("coupon", coupon.name()), coupon.amount().negate(), formats);
        }
        if (!plain) {
            totals.add(new Total(formats.text("subtotal"), formats.money(sums.subtotal()), false));
            TaxText.add(totals, sums.taxes(), sums.taxIncluded(), formats);
        }
        totals.add(new Total(formats.text(plain ? "total" : "grandTotal"), formats.money(sums.total()), true));
        for (Sums.Taken credit : sums.credits()) {
            add(
                    totals,
                    formats.text("creditNote", credit.name()),
                    credit.amount().negate(),
                    formats);
        }
        add(totals, formats.text("prepaid"), sums.prepaid().negate(), formats);
        if (!sums.due().equals(sums.total())) {
            totals.add(new Total(formats.text("due"), formats.money(sums.due()), true));
        }
        return totals;
    }

    private static void add(List<Total> totals, String label, Money amount, InvoiceFormats formats) {
        if (amount.signum() != 0) {
            totals.add(new Total(label, formats.money(amount), false));
        }
    }

    private static void vatIds(Seller seller, Buyer buyer, InvoiceFormats formats, List<Fact> facts) {
        if (seller.details().vatId() != null) {
            facts.add(new Fact(formats.text("sellerVatId"), seller.details().vatId()));
        } else if (seller.details().taxNumber() != null) {
            facts.add(new Fact(formats.text("taxNumber"), seller.details().taxNumber()));
        }
        if (buyer.vatId() != null) {
            facts.add(new Fact(formats.text("buyerVatId"), buyer.vatId()));
        }
    }

    private static void pay(IssuedInvoice invoice, InvoiceFormats formats, List<String> notes) {
        String iban = invoice.seller().details().iban();
        if (iban != null && invoice.sums().due().signum() > 0) {
            String bic = invoice.seller().details().bic();
            notes.add(formats.text(
                    "pay",
                    formats.money(invoice.sums().due()),
                    formats.date(invoice.dueOn()),
                    bic == null ? iban : iban + " (" + bic + ")",
                    invoice.number().toString()));
        }
    }

    private static Line line(InvoiceLine line, IssuedInvoice invoice, InvoiceFormats formats) {
        BigDecimal unitPrice = line.unitPrice();
        return new Line(
                line.what(),
                formats.period(line.period(), invoice.timeZone()),
                unitPrice == null && line.meter() == null ? "" : formats.quantity(line.quantity()),
                unitPrice == null
                        ? ""
                        : formats.unitPrice(unitPrice, line.amount().currency()),
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
