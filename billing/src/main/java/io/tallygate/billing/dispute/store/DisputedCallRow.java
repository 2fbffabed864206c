package io.tallygate.billing.dispute.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A call that is evidence, as the usage store told it then.
@Entity
@Immutable
@Table(name = "disputed_call", schema = "billing")
public class DisputedCallRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "dispute_id", nullable = false)
    public UUID disputeId;

    @Column(nullable = false)
    public UUID call;

    @Column(name = "ended_at", nullable = false)
    public Instant endedAt;

    @Column(nullable = false)
    public String method;

    @Column(nullable = false)
    public String operation;

    @Column(nullable = false)
    public int status;

    @Column(nullable = false)
    public BigDecimal units;

    @Column(nullable = false)
    public BigDecimal place;

    @Column(name = "unit_amount", nullable = false)
    public BigDecimal unitAmount;

    @Column(nullable = false)
    public BigDecimal amount;

    @SuppressWarnings("NullAway.Init")
    public DisputedCallRow() {}
}
