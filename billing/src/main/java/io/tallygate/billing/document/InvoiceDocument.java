package io.tallygate.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.openhtmltopdf.extend.FSCacheEx;
import com.openhtmltopdf.extend.FSCacheValue;
import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.CacheStore;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import io.tallygate.billing.invoice.CreditNote;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/// Renders an invoice for whoever gets it. Safe for use by several threads; make one and keep it.
public final class InvoiceDocument {
    private static final String ROOM = "io/tallygate/billing/document/";

    /// Liberation Sans (SIL Open Font License), which PDFBox carries: Latin, Greek and Cyrillic
    /// letters. Embedded as a subset.
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    /// What the colours of the page mean, which PDF/A wants to be told.
    private static final byte[] SRGB =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

    private final TemplateEngine templates = new TemplateEngine();
    private final FSCacheEx<String, FSCacheValue> fontMetrics = new FSDefaultCacheStore();

    public InvoiceDocument() {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(InvoiceDocument.class.getClassLoader());
        resolver.setPrefix(ROOM);
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        templates.setTemplateResolver(resolver);
        XRLog.setLoggingEnabled(false); // it narrates every page; what goes wrong is thrown
    }

    /// The PDF in the buyer's language, with the hash of its bytes, and the e-invoice inside of it where
    /// EN 16931 can say what it says (amounts of at most two decimals, one tax a line).
    public IssuedDocument issue(IssuedInvoice invoice) {
        @Nullable String cii = EInvoices.canSay(invoice) ? CiiXml.of(EInvoices.of(invoice)) : null;
        return document("invoice-" + invoice.number() + ".pdf", html(invoice), cii);
    }

    /// The same of a credit note.
    public IssuedDocument issue(CreditNote note, IssuedInvoice invoice) {
        @Nullable String cii = EInvoices.canSay(invoice) ? CiiXml.of(EInvoices.of(note, invoice)) : null;
        return document("credit-note-" + note.number() + ".pdf", html(InvoiceText.of(note, invoice)), cii);
    }

    /// The page that the PDF is made of: complete, without links to anything outside of it.
    public String html(IssuedInvoice invoice) {
        return html(InvoiceText.of(invoice));
    }

    /// The e-invoice in the other syntax of EN 16931.
    /// @return  empty when the norm cannot say this invoice
    public static Optional<String> ubl(IssuedInvoice invoice) {
        return EInvoices.canSay(invoice) ? Optional.of(UblXml.of(EInvoices.of(invoice))) : Optional.empty();
    }

    public static Optional<String> ubl(CreditNote note, IssuedInvoice invoice) {
        return EInvoices.canSay(invoice) ? Optional.of(UblXml.of(EInvoices.of(note, invoice))) : Optional.empty();
    }

    private String html(InvoiceText text) {
        return templates.process("invoice", new Context(Locale.of(text.language()), Map.of("doc", text)));
    }

    private IssuedDocument document(String fileName, String html, @Nullable String cii) {
        byte[] page = pdf(html);
        byte[] pdf = cii == null ? page : FacturX.embed(page, cii);
        return new IssuedDocument(
                fileName, "application/pdf", pdf, sha256(pdf), cii == null ? null : cii.getBytes(UTF_8));
    }

    private byte[] pdf(String html) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream(64 * 1024);
        try {
            new PdfRendererBuilder()
                    .useFont(InvoiceDocument::font, "Liberation Sans", 400, FontStyle.NORMAL, true)
                    .useCacheStore(CacheStore.PDF_FONT_METRICS, fontMetrics)
                    .useUriResolver((base, uri) -> null) // a name that looks like an address is never fetched
                    .usePdfAConformance(PdfAConformance.PDFA_3_U)
                    .useColorProfile(SRGB)
                    .usePdfUaAccessibility(true) // tagged for screen readers; also keeps unembedded fonts out
                    .withProducer("Tallygate")
                    .withHtmlContent(XmlText.writable(html), null)
                    .toStream(pdf)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("a document cannot be rendered", e);
        }
        return pdf.toByteArray();
    }

    private static InputStream font() {
        return Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT), FONT);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
