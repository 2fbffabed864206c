package io.tallygate.portal.event;

import io.tallygate.portal.audit.Unrecorded;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.secret.Secret;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// What a back end shows at gateways, as it is remembered: the hash of its secret and its last 4 characters.
@Entity
@Table(name = "event_credential", schema = "portal")
public class EventCredential {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
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

    @Column(name = "expires_at", updatable = false)
    private @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected EventCredential() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    EventCredential(String name, String environment, Secret secret, Instant createdAt, @Nullable Instant expiresAt) {
        this.name = name;
        this.environment = environment;
        this.sha256 = secret.sha256();
        this.last4 = secret.last4();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    void revoke(Instant at) {
        if (revokedAt == null) {
            revokedAt = at;
        }
    }

    GatewayEntity entity() {
        return new GatewayEntity.EventCredential(environment, sha256, expiresAt);
    }

    public UUID id() {
        return id;
    }

    /// For templates.
    public UUID getId() {
        return id;
    }

    public String name() {
        return name;
    }

    public String environment() {
        return environment;
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
