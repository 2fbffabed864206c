package io.tallygate.billing.dispute.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A dispute about calls of a line.
@Entity
@DynamicUpdate
@Table(name = "dispute", schema = "billing")
public class DisputeRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "consumer_id", nullable = false)
    public UUID consumerId;

    @Column(name = "invoice_id", nullable = false)
    public UUID invoiceId;

    @Column(nullable = false)
    public int line;

    @Column(nullable = false)
    public String state;

    @Column(nullable = false)
    public String reason;

    @Column(nullable = false)
    public String currency;

    @Column(name = "minor_unit", nullable = false)
    public int minorUnit;

    @Column(nullable = false)
    public BigDecimal billed;

    @Column(nullable = false)
    public BigDecimal corrected;

    @Column(nullable = false)
    public BigDecimal units;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "decided_at")
    public @Nullable Instant decidedAt;

    @SuppressWarnings("NullAway.Init")
    public DisputeRow() {}
}
