package io.tallygate.billing.subscription.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// One change, as it was decided.
@Entity
@Immutable
@Table(name = "subscription_change", schema = "billing")
public class SubscriptionChangeRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    private UUID tenantId;

    @Column(name = "subscription_id", nullable = false)
    private UUID subscriptionId;

    @Column(nullable = false)
    private int position;

    @Column(nullable = false)
    private String kind;

    @Column(name = "takes_effect_at", nullable = false)
    private Instant takesEffectAt;

    @Column(name = "paused_until")
    private @Nullable Instant pausedUntil;

    @Column(name = "plan_version_id")
    private @Nullable UUID planVersionId;

    @Column(name = "decided_at", nullable = false)
    private Instant decidedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected SubscriptionChangeRow() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    public SubscriptionChangeRow(
            UUID subscriptionId,
            int position,
            String kind,
            Instant takesEffectAt,
            @Nullable Instant pausedUntil,
            @Nullable UUID planVersionId,
            Instant decidedAt) {
        this.subscriptionId = subscriptionId;
        this.position = position;
        this.kind = kind;
        this.takesEffectAt = takesEffectAt;
        this.pausedUntil = pausedUntil;
        this.planVersionId = planVersionId;
        this.decidedAt = decidedAt;
    }

    public UUID subscriptionId() {
        return subscriptionId;
    }

    public String kind() {
        return kind;
    }

    public Instant takesEffectAt() {
        return takesEffectAt;
    }

    public @Nullable Instant pausedUntil() {
        return pausedUntil;
    }

    public @Nullable UUID planVersionId() {
        return planVersionId;
    }

    public Instant decidedAt() {
        return decidedAt;
    }
}
