package io.tallygate.portal.application;

import io.tallygate.portal.audit.Unrecorded;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An API key as it is remembered: its hash and its last 4 characters.
@Entity
@Table(name = "credential", schema = "portal")
public class Credential {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "application_id", nullable = false, updatable = false)
    private UUID applicationId;

    @Column(name = "consumer_id", nullable = false, updatable = false)
    private UUID consumerId;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false, updatable = false)
    private String environment;

    @Unrecorded
    @Column(nullable = false, updatable = false)
    private String sha256;

    @Column(nullable = false, updatable = false)
    private String last4;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Credential() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Credential(
            Application application,
            String name,
            String environment,
            String sha256,
            String last4,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        this.applicationId = application.id();
        this.consumerId = application.consumerId();
        this.name = name;
        this.environment = environment;
        this.sha256 = sha256;
        this.last4 = last4;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    /// Revoking twice keeps the first moment.
    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    /// Never later than it was to end anyway.
    void end(Instant at) {
        if (expiresAt == null || expiresAt.isAfter(at)) {
            expiresAt = at;
        }
    }

    public UUID id() {
        return id;
    }

    public UUID applicationId() {
        return applicationId;
    }

    public UUID consumerId() {
        return consumerId;
    }

    public String name() {
        return name;
    }

    /// `live` or `test`.
    public String environment() {
        return environment;
    }

    String sha256() {
        return sha256;
    }

    public String last4() {
        return last4;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    public @Nullable Instant revokedAt() {
        return revokedAt;
    }

    /// `active`, `expired` or `revoked`.
    public String status(Instant now) {
        if (revokedAt != null) {
            return "revoked";
        }
        return expiresAt != null && !expiresAt.isAfter(now) ? "expired" : "active";
    }
}
