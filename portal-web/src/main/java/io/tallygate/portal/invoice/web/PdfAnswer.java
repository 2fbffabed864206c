package io.tallygate.portal.invoice.web;

import io.tallygate.billing.invoice.IssuedDocument;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import java.util.HexFormat;

/// An issued document over HTTP: the bytes as they were issued, with the digest (RFC 9530) that has been kept since.
final class PdfAnswer {
    private PdfAnswer() {}

    static Response of(IssuedDocument document) {
        String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(document.sha256()));
        return Response.ok(document.bytes(), document.mediaType())
                .header("Content-Disposition", "inline; filename=\"" + document.fileName() + "\"")
                .header("Repr-Digest", "sha-256=:" + digest + ":")
                .build();
    }
}
