package io.tallygate.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.Shop;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.tax.LineTax;
import io.tallygate.billing.tax.TaxCategory;
import io.tallygate.billing.tax.TaxRate;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mustangproject.validator.ZUGFeRDValidator;

/// Documents as the validator of the Mustang project sees them: PDF/A-3 by veraPDF, the XML by its schema and
/// by the
/// rules
/// of EN 16931.
class EInvoiceTest {
    private static final LineTax STANDARD = rate("19");
    private static final LineTax REDUCED = rate("7");

    @Test
    void the_pdf_is_pdf_a_3_with_a_valid_factur_x_inside() {
        IssuedDocument document = Shop.DOCUMENTS.issue(
                SampleInvoice.of(List.of(STANDARD, REDUCED)).withCoupon("10").issued());
        String report = validate(document.bytes(), "invoice.pdf");
        assertThat(report).contains("<summary status=\"valid\"/>").doesNotContain("<summary status=\"invalid\"/>");
        assertThat(new String(document.eInvoice(), UTF_8)).contains("urn:cen.eu:en16931:2017");
    }

    @Test
    void every_kind_of_document_is_valid_in_both_syntaxes() {
        Map<String, SampleInvoice> samples = new LinkedHashMap<>();
        samples.put("one rate", SampleInvoice.of(List.of(STANDARD)));
        samples.put(
                "two rates, a coupon",
                SampleInvoice.of(List.of(STANDARD, REDUCED, STANDARD)).withCoupon("33.33"));
        samples.put("credit used", SampleInvoice.of(List.of(STANDARD)).withCredit("20"));
        samples.put("paid by credit", SampleInvoice.of(List.of(STANDARD)).withCredit("2000"));
        samples.put(
                "tax in the prices",
                SampleInvoice.of(List.of(STANDARD, REDUCED, STANDARD))
                        .withTaxIncluded()
                        .withCoupon("33.33"));
        samples.put(
                "reverse charge",
                SampleInvoice.of(List.of(without(TaxCategory.REVERSE_CHARGE)))
                        .to("Société Générale d’API", "FR", "FR12345678901"));
        samples.put(
                "export", SampleInvoice.of(List.of(without(TaxCategory.EXPORT))).to("Globex Inc.", "US", null));
        samples.put(
                "exempt", SampleInvoice.of(List.of(without(TaxCategory.EXEMPT))).to("School", "DE", null));
        samples.put("a rate of zero", SampleInvoice.of(List.of(rate("0"))));
        samples.put("not subject", SampleInvoice.of(List.of(LineTax.NONE)).withoutVatId());
        samples.put("yen", SampleInvoice.of(List.of(STANDARD)).in("JPY"));
        Map<String, String> wrong = new LinkedHashMap<>();
        samples.forEach((name, sample) -> {
            IssuedInvoice invoice = sample.issued();
            check(name + ", CII", CiiXml.of(EInvoices.of(invoice)), wrong);
            check(name + ", UBL", InvoiceDocument.ubl(invoice).orElseThrow(), wrong);
        });
        check("note, CII", CiiXml.of(note()), wrong);
        check("note, UBL", UblXml.of(note()), wrong);
        assertThat(wrong).isEmpty();
        System.out.printf("%d documents valid in CII and UBL%n", samples.size() + 1);
    }

    @Test
    void the_validator_notices_a_total_that_is_none() {
        String right =
                CiiXml.of(EInvoices.of(SampleInvoice.of(List.of(STANDARD)).issued()));
        String wrong = right.replaceFirst("<ram:GrandTotalAmount>[^<]*<", "<ram:GrandTotalAmount>1.00<");
        assertThat(validate(wrong.getBytes(UTF_8), "wrong.xml")).contains("status=\"invalid\"");
    }

    @Test
    void amounts_of_three_decimals_have_no_e_invoice_but_a_document() {
        IssuedDocument document = Shop.DOCUMENTS.issue(
                SampleInvoice.of(List.of(STANDARD)).in("KWD").issued());
        assertThat(document.eInvoice()).isNull();
        assertThat(new String(document.bytes(), 0, 5, UTF_8)).isEqualTo("%PDF-");
    }

    private static EInvoice note() {
        SampleInvoice sample = SampleInvoice.of(List.of(STANDARD, REDUCED)).withCoupon("10");
        return EInvoices.of(sample.note("50.00"), sample.issued());
    }

    private static void check(String name, String xml, Map<String, String> wrong) {
        String report = validate(xml.getBytes(UTF_8), "invoice.xml");
        if (!report.contains("<summary status=\"valid\"/>") || report.contains("status=\"invalid\"")) {
            wrong.put(name, report);
        }
    }

    private static String validate(byte[] document, String name) {
        ZUGFeRDValidator validator = new ZUGFeRDValidator();
        validator.disableNotices();
        return validator.validate(document, name);
    }

    private static LineTax rate(String percent) {
        return LineTax.at(List.of(new TaxRate("USt", new BigDecimal(percent))));
    }

    private static LineTax without(TaxCategory category) {
        return LineTax.without(category, "For a reason");
    }
}
