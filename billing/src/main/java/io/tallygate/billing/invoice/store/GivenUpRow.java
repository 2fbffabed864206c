package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/// An invoice that nobody expects to be paid any more.
@Entity
@Table(name = "invoice_given_up", schema = "billing")
public class GivenUpRow {
    @Id
    @Column(name = "invoice_id")
    public UUID invoiceId;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(nullable = false)
    public String reason;

    @Column(name = "given_up_at", nullable = false)
    public Instant givenUpAt;

    @SuppressWarnings("NullAway.Init")
    public GivenUpRow() {}

    @SuppressWarnings("NullAway.Init") // Hibernate fills the tenant in
    public GivenUpRow(UUID invoiceId, String reason, Instant givenUpAt) {
        this.invoiceId = invoiceId;
        this.reason = reason;
        this.givenUpAt = givenUpAt;
    }
}
