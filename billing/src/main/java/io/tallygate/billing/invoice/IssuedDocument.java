package io.tallygate.billing.invoice;

import org.jspecify.annotations.Nullable;

/// The very bytes that were issued.
/// @param fileName  safe in a header: letters, digits, `-` and `.`
/// @param sha256    of `bytes`, 64 lower-case hex digits, kept since the moment of issue
/// @param eInvoice  the European e-invoice (EN 16931, CII) that lies inside; null where the document has none
public record IssuedDocument(
        String fileName, String mediaType, byte[] bytes, String sha256, byte @Nullable [] eInvoice) {
    /// Without an e-invoice.
    public IssuedDocument(String fileName, String mediaType, byte[] bytes, String sha256) {
        this(fileName, mediaType, bytes, sha256, null);
    }
}
