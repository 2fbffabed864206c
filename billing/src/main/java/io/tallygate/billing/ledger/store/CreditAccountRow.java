package io.tallygate.billing.ledger.store;

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

/// What a consumer has in one currency, and how it is used. Its row is locked while anything moves.
@Entity
@DynamicUpdate
@Table(name = "credit_account", schema = "billing")
public class CreditAccountRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

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
    public String mode;

    @Column(name = "top_up_below")
    public @Nullable BigDecimal topUpBelow;

    @Column(name = "top_up_amount")
    public @Nullable BigDecimal topUpAmount;

    @Column(name = "top_up_target")
    public @Nullable BigDecimal topUpTarget;

    @Column(name = "top_up_most_per_month")
    public @Nullable BigDecimal topUpMostPerMonth;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    public CreditAccountRow() {}
}
