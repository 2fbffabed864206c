package io.tallygate.portal.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A token with which a program acts as the person who made it, at one tenant. Its text was shown once.
@Entity
@Table(name = "access_token", schema = "portal")
public class PersonalToken {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String subject;

    @Column(nullable = false, updatable = false)
    private String email;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false, updatable = false)
    private String sha256;

    @Column(nullable = false, updatable = false)
    private String last4;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "expires_at", updatable = false)
    private @Nullable Instant expiresAt;

    @Column(name = "last_used_at", insertable = false, updatable = false)
    private @Nullable Instant lastUsedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected PersonalToken() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    PersonalToken(
            Person person, String name, String sha256, String last4, Instant createdAt, @Nullable Instant expiresAt) {
        this.subject = person.subject();
        this.email = person.email();
        this.name = name;
        this.sha256 = sha256;
        this.last4 = last4;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
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

    /// To the minute.
    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }
}
