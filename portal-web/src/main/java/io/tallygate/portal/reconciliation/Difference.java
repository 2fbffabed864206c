package io.tallygate.portal.reconciliation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// Something that two of them tell differently.
@Entity
@Table(name = "reconciliation_difference", schema = "portal")
public class Difference {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "reconciliation_id", nullable = false, updatable = false)
    private UUID reconciliationId;

    @Column(nullable = false, updatable = false)
    private String kind;

    @Column(name = "begins_at", nullable = false, updatable = false)
    private Instant beginsAt;

    @Column(updatable = false)
    private @Nullable String instance;

    @Column(name = "subscription_id", updatable = false)
    private @Nullable UUID subscriptionId;

    @Column(nullable = false, updatable = false)
    private BigDecimal expected;

    @Column(nullable = false, updatable = false)
    private BigDecimal found;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Difference() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Difference(
            UUID reconciliationId,
            String kind,
            Instant beginsAt,
            @Nullable String instance,
            @Nullable UUID subscriptionId,
            BigDecimal expected,
            BigDecimal found) {
        this.reconciliationId = reconciliationId;
        this.kind = kind;
        this.beginsAt = beginsAt;
        this.instance = instance;
        this.subscriptionId = subscriptionId;
        this.expected = expected;
        this.found = found;
    }

    public UUID id() {
        return id;
    }

    /// In one word; `missing-in-store`, `unknown-to-journals` and `not-reported` are of an hour of an instance,
    /// `billed-otherwise` and `came-late` of a billed period of a subscription.
    public String kind() {
        return kind;
    }

    public Instant beginsAt() {
        return beginsAt;
    }

    public @Nullable String instance() {
        return instance;
    }

    public @Nullable UUID subscriptionId() {
        return subscriptionId;
    }

    /// By the journals, or by the invoice.
    public BigDecimal expected() {
        return expected;
    }

    /// In the store.
    public BigDecimal found() {
        return found;
    }
}
