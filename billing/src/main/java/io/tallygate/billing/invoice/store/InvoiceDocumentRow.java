package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/// The bytes that were issued, and their hash.
@Entity
@Immutable
@Table(name = "invoice_document", schema = "billing")
public class InvoiceDocumentRow {
    @Id
    @Column(name = "invoice_id")
    UUID invoiceId;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    UUID tenantId;

    @Column(name = "file_name", nullable = false)
    String fileName;

    @Column(name = "media_type", nullable = false)
    String mediaType;

    @Column(nullable = false)
    byte[] bytes;

    @Column(nullable = false)
    String sha256;

    /// Null where the document has none.
    @Column(name = "e_invoice")
    byte @Nullable [] eInvoice;

    @SuppressWarnings("NullAway.Init")
    protected InvoiceDocumentRow() {}
}
