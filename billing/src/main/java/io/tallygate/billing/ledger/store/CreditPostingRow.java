package io.tallygate.billing.ledger.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// One posting of a movement.
@Entity
@Immutable
@Table(name = "credit_posting", schema = "billing")
public class CreditPostingRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    public UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    public UUID tenantId;

    @Column(name = "movement_id", nullable = false)
    public UUID movementId;

    @Column(nullable = false)
    public int place;

    @Column(nullable = false)
    public String kind;

    public @Nullable UUID subject;

    @Column(nullable = false)
    public BigDecimal amount;

    @SuppressWarnings("NullAway.Init")
    public CreditPostingRow() {}
}
