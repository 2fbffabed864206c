package io.tallygate.portal.account;

import io.tallygate.portal.audit.Unrecorded;
import io.tallygate.portal.secret.Secret;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

    @Unrecorded
    @Column(nullable = false, updatable = false)
    private String sha256;

    @Column(nullable = false, updatable = false)
    private String last4;

    @Column(nullable = false, updatable = false)
    private List<String> scopes;

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
    PersonalToken(Person person, String name, Secret secret, Set<Scope> scopes, Instant createdAt, Instant expiresAt) {
        this.subject = person.subject();
        this.email = person.email();
        this.name = name;
        this.sha256 = secret.sha256();
        this.last4 = secret.last4();
        this.scopes = scopes.stream().sorted().map(Scope::wireName).toList();
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    /// Of the person, as it was when they made the token.
    public String email() {
        return email;
    }

    public boolean isOf(Person person) {
        return subject.equals(person.subject());
    }

    /// As the control API spells them.
    public List<String> scopes() {
        return List.copyOf(scopes);
    }

    public String last4() {
        return last4;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /// Null for one that was made before each had an end.
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /// To the minute.
    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }
}
