package io.tallygate.billing.ledger.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A movement's head; its postings sum to zero, which the store sees to.
@Entity
@Immutable
@Table(name = "credit_movement", schema = "billing")
public class CreditMovementRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "account_id", nullable = false)
    public UUID accountId;

    @Column(nullable = false)
    public long position;

    @Column(nullable = false)
    public String key;

    @Column(nullable = false)
    public String kind;

    @Column(nullable = false)
    public Instant at;

    @Column(name = "recorded_at", nullable = false)
    public Instant recordedAt;

    @SuppressWarnings("NullAway.Init")
    public CreditMovementRow() {}
}
