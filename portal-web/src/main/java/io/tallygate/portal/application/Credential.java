package io.tallygate.portal.application;

import io.tallygate.portal.audit.Unrecorded;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// What an application shows to be known, as it is remembered: of a secret its hash and its last 4 characters.
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

    @Column(nullable = false, updatable = false)
    private String kind;

    @Unrecorded
    @Column(updatable = false)
    private @Nullable String sha256;

    @Column(updatable = false)
    private @Nullable String last4;

    @Column(updatable = false)
    private @Nullable String identity;

    @Column(updatable = false)
    private @Nullable String issuer;

    @Column(nullable = false, updatable = false)
    private String scopes;

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
            ShownCredential shown,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt) {
        this.applicationId = application.id();
        this.consumerId = application.consumerId();
        this.name = name;
        this.environment = environment;
        this.kind = shown.kind().wireName();
        this.sha256 = shown.sha256();
        this.last4 = shown.last4();
        this.identity = shown.identity();
        this.issuer = shown.issuer();
        this.scopes = String.join(" ", scopes);
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

    public CredentialKind kind() {
        return CredentialKind.of(kind).orElseThrow();
    }

    /// Of a secret or a certificate; null: there is none.
    @Nullable
    String sha256() {
        return sha256;
    }

    /// Of the secret, or of the certificate's fingerprint; null: there is none.
    public @Nullable String last4() {
        return last4;
    }

    /// The user name, the certificate's subject, or what a token's claim says; null: there is none.
    public @Nullable String identity() {
        return identity;
    }

    /// Of the token; null when it is none.
    public @Nullable String issuer() {
        return issuer;
    }

    /// What it may be used for.
    public List<String> scopes() {
        return scopes.isEmpty() ? List.of() : List.of(scopes.split(" "));
    }

    /// As gateways know it.
    GatewayEntity.Credential entity() {
        return new GatewayEntity.Credential(
                environment,
                switch (kind()) {
                    case API_KEY -> new GatewayEntity.Shown.Key(Objects.requireNonNull(sha256));
                    case BASIC -> new GatewayEntity.Shown.Basic(Objects.requireNonNull(sha256));
                    case CERTIFICATE ->
                        sha256 != null
                                ? new GatewayEntity.Shown.Certificate(sha256)
                                : new GatewayEntity.Shown.Subject(Objects.requireNonNull(identity));
                    case JWT ->
                        new GatewayEntity.Shown.Token(Objects.requireNonNull(issuer), Objects.requireNonNull(identity));
                },
                scopes(),
                applicationId,
                consumerId,
                expiresAt);
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
