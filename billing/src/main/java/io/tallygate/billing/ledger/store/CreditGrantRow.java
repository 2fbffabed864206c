package io.tallygate.billing.ledger.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/// A grant; nothing of it changes but that it is taken back once.
@Entity
@DynamicUpdate
@Table(name = "credit_grant", schema = "billing")
public class CreditGrantRow {
    @Id
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "account_id", nullable = false)
    public UUID accountId;

    @Column(nullable = false)
    public String name;

    @Column(nullable = false)
    public BigDecimal amount;

    @Column(nullable = false)
    public int priority;

    @Column(nullable = false)
    public String origin;

    @Column(name = "effective_at", nullable = false)
    public Instant effectiveAt;

    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "only_for", nullable = false)
    public List<String> onlyFor;

    @Column(name = "recurs_every")
    public @Nullable Integer recursEvery;

    @Column(name = "recurs_unit")
    public @Nullable String recursUnit;

    @Column(name = "recurs_from")
    public @Nullable Instant recursFrom;

    @Column(name = "recurs_zone")
    public @Nullable String recursZone;

    @Column(name = "voided_at")
    public @Nullable Instant voidedAt;

    @SuppressWarnings("NullAway.Init")
    public CreditGrantRow() {}
}
