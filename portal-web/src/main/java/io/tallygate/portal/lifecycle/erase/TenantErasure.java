package io.tallygate.portal.lifecycle.erase;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// That somebody asked for a tenant's erasure, as long as it can be taken back. What happens later is
/// [ErasureRecords]'.
@Entity
@Table(name = "tenant_erasure", schema = "portal")
public class TenantErasure {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String slug;

    @Column(nullable = false)
    private String status;

    @Column(name = "asked_at", nullable = false, updatable = false)
    private Instant askedAt;

    @Column(name = "asked_by_kind", nullable = false, updatable = false)
    private String askedByKind;

    @Column(name = "asked_by", nullable = false, updatable = false)
    private String askedBy;

    @Column(name = "due_at", nullable = false)
    private Instant dueAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected TenantErasure() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    TenantErasure(String slug, Instant askedAt, Erasure.By by, String askedBy, Instant dueAt) {
        this.slug = slug;
        this.status = Erasure.Status.WAITING.wireName();
        this.askedAt = askedAt;
        this.askedByKind = by.wireName();
        this.askedBy = askedBy;
        this.dueAt = dueAt;
    }

    boolean isWaiting() {
        return status.equals(Erasure.Status.WAITING.wireName());
    }

    void cancel() {
        status = Erasure.Status.CANCELLED.wireName();
    }

    void hasten(Instant now) {
        if (now.isBefore(dueAt)) {
            dueAt = now;
        }
    }

    UUID id() {
        return id;
    }

    Instant dueAt() {
        return dueAt;
    }
}
