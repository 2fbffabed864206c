package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// What an invoice used of a note's credit.
@Entity
@Immutable
@Table(name = "credit_note_use", schema = "billing")
public class CreditNoteUseRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    UUID tenantId;

    @Column(name = "note_id", nullable = false)
    UUID noteId;

    @Column(name = "invoice_id", nullable = false)
    UUID invoiceId;

    @Column(nullable = false)
    BigDecimal amount;

    @SuppressWarnings("NullAway.Init")
    protected CreditNoteUseRow() {}

    @SuppressWarnings("NullAway.Init")
    public CreditNoteUseRow(UUID note, UUID invoice, BigDecimal amount) {
        this.noteId = note;
        this.invoiceId = invoice;
        this.amount = amount;
    }
}
