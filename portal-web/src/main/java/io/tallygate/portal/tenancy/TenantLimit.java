package io.tallygate.portal.tenancy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A number of the operator's for one tenant, in the place of the installation's.
@Entity
@Table(name = "tenant_limit", schema = "portal")
public class TenantLimit {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false)
    private long allowed;

    @Column(name = "set_at", nullable = false)
    private Instant setAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected TenantLimit() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    TenantLimit(Limit limit, long allowed, Instant setAt) {
        this.name = limit.wireName();
        this.allowed = allowed;
        this.setAt = setAt;
    }

    void allow(long newNumber, Instant now) {
        allowed = newNumber;
        setAt = now;
    }

    String name() {
        return name;
    }

    long allowed() {
        return allowed;
    }
}
