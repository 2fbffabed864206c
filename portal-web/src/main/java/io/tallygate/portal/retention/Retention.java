package io.tallygate.portal.retention;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// How long a tenant keeps its usage.
@Entity
@Table(name = "usage_retention", schema = "portal")
public class Retention {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false)
    private int days;

    @Column(name = "changed_at", nullable = false)
    private Instant changedAt;

    @Version
    @Column(name = "lock_version", nullable = false)
    private int version;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Retention() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Retention(int days, Instant now) {
        this.days = days;
        this.changedAt = now;
    }

    void keep(int newDays, Instant now) {
        days = newDays;
        changedAt = now;
    }

    public int days() {
        return days;
    }
}
