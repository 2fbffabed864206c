package io.tallygate.billing.document;

import com.openhtmltopdf.extend.FSCacheEx;
import com.openhtmltopdf.extend.FSCacheValue;
import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.CacheStore;
import com.openhtmltopdf.util.XRLog;
import io.tallygate.billing.invoice.IssuedDocument;
import io.tallygate.billing.invoice.IssuedInvoice;
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
import org.apache.pdfbox.pdmodel.PDDocument;
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

    /// The PDF in the buyer's language, with the hash of its bytes.
    public IssuedDocument issue(IssuedInvoice invoice) {
        byte[] pdf = pdf(invoice);
        return new IssuedDocument("invoice-" + invoice.number() + ".pdf", "application/pdf", pdf, sha256(pdf));
    }

    /// The page that the PDF is made of: complete, without links to anything outside of it.
    public String html(IssuedInvoice invoice) {
        InvoiceText text = InvoiceText.of(invoice);
        return templates.process("invoice", new Context(Locale.of(text.language()), Map.of("doc", text)));
    }

    private byte[] pdf(IssuedInvoice invoice) {
        ByteArrayOutputStream pdf = new ByteArrayOutputStream(64 * 1024);
        try {
            new PdfRendererBuilder()
                    .useFont(InvoiceDocument::font, "Liberation Sans", 400, FontStyle.NORMAL, true)
                    .useCacheStore(CacheStore.PDF_FONT_METRICS, fontMetrics)
                    .useUriResolver((base, uri) -> null) // a name that looks like an address is never fetched
                    .usePdfUaAccessibility(true) // tagged for screen readers; also keeps unembedded fonts out
                    .withProducer("Tallygate")
                    .withHtmlContent(html(invoice), null)
                    .toStream(pdf)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("invoice " + invoice.number() + " cannot be rendered", e);
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
