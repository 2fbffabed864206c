package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/// A credit note as it was issued, with the bytes that were handed out.
@Entity
@Immutable
@Table(name = "credit_note", schema = "billing")
public class CreditNoteRow {
    @Id
    UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    UUID tenantId;

    @Column(name = "invoice_id", nullable = false)
    UUID invoiceId;

    @Column(nullable = false)
    String series;

    @Column(nullable = false)
    long number;

    @Column(name = "issued_on", nullable = false)
    LocalDate issuedOn;

    @Column(name = "issued_at", nullable = false)
    Instant issuedAt;

    @Column(name = "consumer_id", nullable = false)
    UUID consumerId;

    @Column(nullable = false)
    String reason;

    @Column(nullable = false)
    String currency;

    @Column(name = "minor_unit", nullable = false)
    int minorUnit;

    @Column(nullable = false)
    BigDecimal net;

    @Column(name = "tax_total", nullable = false)
    BigDecimal taxTotal;

    @Column(nullable = false)
    BigDecimal total;

    @Column(name = "offset_amount", nullable = false)
    BigDecimal offset;

    @Column(nullable = false)
    BigDecimal refund;

    @Column(nullable = false)
    BigDecimal credit;

    @Column(nullable = false, columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(amounts as text)", write = "cast(? as jsonb)")
    String amounts;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(evidence as text)", write = "cast(? as jsonb)")
    @Nullable
    String evidence;

    @Column(name = "file_name", nullable = false)
    String fileName;

    @Column(name = "media_type", nullable = false)
    String mediaType;

    @Column(nullable = false)
    byte[] bytes;

    @Column(nullable = false)
    String sha256;

    @Column(name = "e_invoice")
    byte @Nullable [] eInvoice;

    @SuppressWarnings("NullAway.Init")
    protected CreditNoteRow() {}
}
