package io.tallygate.billing.invoice.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.TenantId;

/// How much of an invoice is settled. Its row is locked while that changes.
@Entity
@DynamicUpdate
@Table(name = "invoice_settlement", schema = "billing")
public class SettlementRow {
    @Id
    @Column(name = "invoice_id")
    public UUID invoiceId;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "consumer_id", nullable = false)
    public UUID consumerId;

    @Column(nullable = false)
    public String currency;

    @Column(name = "minor_unit", nullable = false)
    public int minorUnit;

    @Column(nullable = false)
    public BigDecimal total;

    @Column(nullable = false)
    public BigDecimal credited;

    @Column(nullable = false)
    public BigDecimal prepaid;

    @Column(nullable = false)
    public BigDecimal paid;

    @Column(nullable = false)
    public BigDecimal due;

    @Column(nullable = false)
    public String state;

    @Column(name = "changed_at", nullable = false)
    public Instant changedAt;

    @SuppressWarnings("NullAway.Init")
    public SettlementRow() {}
}
