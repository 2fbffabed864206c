package io.tallygate.portal.tenancy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// One reason why a tenant is suspended. There is at most one of each cause.
@Entity
@Table(name = "tenant_suspension", schema = "portal")
public class Suspension {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String cause;

    @Column(nullable = false, updatable = false)
    private String reason;

    @Column(nullable = false, updatable = false)
    private Instant since;

    /// Whose doing a suspension is; nobody else ends it.
    public enum Cause {
        /// The tenant's own staff.
        TENANT,
        /// Whoever runs the installation.
        OPERATOR,
        /// The tenant is being erased; there is no way back.
        ERASURE;

        /// As the database and the control API spell it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Suspension() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    public Suspension(Cause cause, String reason, Instant since) {
        this.cause = cause.wireName();
        this.reason = reason;
        this.since = since;
    }

    public Cause cause() {
        return Cause.valueOf(cause.toUpperCase(Locale.ROOT));
    }

    /// In the words of whoever did it; may be empty.
    public String reason() {
        return reason;
    }

    public Instant since() {
        return since;
    }
}
