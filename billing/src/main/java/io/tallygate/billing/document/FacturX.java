package io.tallygate.billing.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.mustangproject.ZUGFeRD.ZUGFeRDExporterFromA3;

/// Puts an e-invoice inside of its PDF, as Factur-X wants it: PDF/A-3 with the XML as an alternative of the page.
final class FacturX {
    /// The profile that is the norm itself.
    private static final String PROFILE = "EN16931";

    private FacturX() {}

    /// @param pdf  conforms to PDF/A-3 already
    /// @param cii  see [CiiXml]
    static byte[] embed(byte[] pdf, String cii) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(pdf.length + cii.length());
        try (ZUGFeRDExporterFromA3 exporter = new ZUGFeRDExporterFromA3()
                .setProducer("Tallygate")
                .setCreator("Tallygate")
                .setZUGFeRDVersion(2)
                .setProfile(PROFILE)
                .load(pdf)) {
            exporter.setXML(cii.getBytes(UTF_8));
            exporter.export(out);
        } catch (IOException e) {
            throw new UncheckedIOException("the e-invoice cannot be put into its PDF", e);
        }
        return out.toByteArray();
    }
}
