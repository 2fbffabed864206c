package io.tallygate.billing.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.billing.Shop;
import io.tallygate.billing.catalog.Price;
import io.tallygate.billing.invoice.Buyer;
import io.tallygate.billing.invoice.DraftInvoice;
import io.tallygate.billing.invoice.InvoiceLine;
import io.tallygate.billing.invoice.InvoiceNumber;
import io.tallygate.billing.invoice.IssuedInvoice;
import io.tallygate.billing.invoice.Seller;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class InvoiceDocumentTest {
    private static final Period OCTOBER =
            new Period(Instant.parse("2026-09-30T22:00:00Z"), Instant.parse("2026-10-31T23:00:00Z"));
    private static final Period FROM_THE_14TH = new Period(Instant.parse("2026-10-14T09:30:00Z"), OCTOBER.to());

    @Test
    void the_english_document_shows_period_product_plan_and_calls_times_price() throws IOException {
        String text = text(invoice("en", "EUR", "0.002", "47001234", OCTOBER), "invoice-en");
        assertThat(text)
                .contains("Invoice 2026-00042", "Net total", "Acme Schnittstellen GmbH", "Globex Ltd & Söhne")
                .contains("Orders API · Starter", "1 Oct 2026 – 31 Oct 2026")
                .contains("47,001,234", "€0.002", "€94,002.47") // 94002.468
                .contains("5 Nov 2026", "Europe/Berlin");
    }

    @Test
    void the_german_document_has_umlauts_euros_and_german_numbers() throws IOException {
        String text = text(invoice("de", "EUR", "0.000000000125", "47001234", FROM_THE_14TH), "invoice-de");
        assertThat(text)
                .contains(
                        "Rechnung 2026-00042",
                        "Nettobetrag",
                        "Königsallee 1",
                        "Straße der Größe 5",
                        "Rechnungsempfänger")
                .contains("14.10.2026, 11:30 – 31.10.2026")
                .contains("47.001.234", "0,000000000125\u00a0€", "0,01\u00a0€")
                .doesNotContain("MwSt", "USt");
    }

    @Test
    void currencies_without_a_glyph_or_with_other_decimals_are_named_by_code_or_sign() throws IOException {
        assertThat(text(invoice("en", "JPY", "1.5", "3", OCTOBER), "invoice-jpy"))
                .contains("¥1.5", "¥5");
        assertThat(text(invoice("en", "KWD", "0.0005", "3", OCTOBER), "invoice-kwd"))
                .contains("KWD0.0005", "KWD0.002");
        assertThat(text(invoice("en", "INR", "0.5", "3", OCTOBER), "invoice-inr"))
                .contains("INR0.50", "INR1.50");
    }

    @Test
    void what_a_tenant_calls_itself_is_text_never_markup_or_an_address_to_fetch() throws IOException {
        IssuedInvoice hostile = invoice(
                "en",
                "EUR",
                "1",
                "1",
                OCTOBER,
                "<img src=\"http://127.0.0.1:1/x\"/>&amp; ${7*7} __${8*8}__ <script>alert(1)</script>");
        String html = Shop.DOCUMENTS.html(hostile);
        assertThat(html).doesNotContain("<img").doesNotContain("<script").doesNotContain("http://127.0.0.1:1/x\"/>");
        assertThat(text(hostile, "invoice-hostile")).contains("<script>alert(1)</script>", "${7*7}", "__${8*8}__");
    }

    @Test
    void a_document_of_many_lines_goes_on_over_pages() throws IOException {
        InvoiceLine line = line("EUR", "0.002", "1234", OCTOBER);
        IssuedInvoice many = issued("en", "EUR", java.util.Collections.nCopies(60, line), OCTOBER, "Globex");
        try (PDDocument pdf = Loader.loadPDF(Shop.DOCUMENTS.issue(many).bytes())) {
            assertThat(pdf.getNumberOfPages()).isGreaterThan(2);
            assertThat(new PDFTextStripper().getText(pdf)).contains("€148.20"); // 60 × 2.47
        }
    }

    @Test
    void every_font_is_embedded() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(Shop.DOCUMENTS
                .issue(invoice("de", "EUR", "0.002", "10", OCTOBER))
                .bytes())) {
            for (PDPage page : pdf.getPages()) {
                for (var name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertThat(font.isEmbedded()).as(font.getName()).isTrue();
                    assertThat(font.getName()).contains("LiberationSans");
                }
            }
        }
    }

    /// Also leaves a picture of it in the build's output, for people to look at.
    private static String text(IssuedInvoice invoice, String picture) throws IOException {
        byte[] bytes = Shop.DOCUMENTS.issue(invoice).bytes();
        Path shots = Files.createDirectories(Path.of("target/invoices"));
        Files.write(shots.resolve(picture + ".pdf"), bytes);
        try (PDDocument pdf = Loader.loadPDF(bytes)) {
            ImageIO.write(
                    new PDFRenderer(pdf).renderImageWithDPI(0, 110),
                    "png",
                    shots.resolve(picture + ".png").toFile());
            return new PDFTextStripper().getText(pdf);
        }
    }

    private static IssuedInvoice invoice(String language, String currency, String price, String calls, Period period) {
        return invoice(language, currency, price, calls, period, "Globex Ltd & Söhne");
    }

    private static IssuedInvoice invoice(
            String language, String currency, String price, String calls, Period period, String buyer) {
        return issued(language, currency, List.of(line(currency, price, calls, period)), period, buyer);
    }

    private static InvoiceLine line(String currency, String price, String calls, Period period) {
        return InvoiceLine.rated(
                new SubscriptionId(new UUID(1, 1)),
                new UUID(2, 2),
                new UUID(3, 3),
                "Orders API",
                "Starter",
                Meter.REQUESTS,
                period,
                new BigDecimal(calls),
                new Price.PerUnit(new BigDecimal(price)),
                Currency.getInstance(currency));
    }

    private static IssuedInvoice issued(
            String language, String currency, List<InvoiceLine> lines, Period period, String buyer) {
        DraftInvoice draft = new DraftInvoice(
                new UUID(4, 4),
                new Seller("Acme Schnittstellen GmbH", List.of("Königsallee 1", "40212 Düsseldorf"), "DE"),
                new Buyer(buyer, List.of("Straße der Größe 5", "80331 München"), "DE", language),
                period,
                Shop.BERLIN,
                Currency.getInstance(currency),
                lines);
        return new IssuedInvoice(
                new UUID(5, 5),
                new InvoiceNumber("2026", 42),
                LocalDate.of(2026, 11, 5),
                Shop.NOVEMBER,
                draft.consumer(),
                draft.seller(),
                draft.buyer(),
                draft.period(),
                draft.timeZone(),
                draft.currency(),
                draft.lines(),
                draft.terms().sums(),
                LocalDate.of(2026, 11, 19));
    }
}
