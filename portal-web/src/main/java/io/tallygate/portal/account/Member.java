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

/// A person's place at a tenant. Prepared for an address; the person is known after their first sign-in with it.
@Entity
@Table(name = "member", schema = "portal")
public class Member {
    private static final int LONGEST_NAME = 200;

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String email;

    private @Nullable String subject;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String role;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Member() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Member(String email, TenantRole role, Instant createdAt) {
        this.email = email;
        this.name = "";
        this.role = role.wireName();
        this.createdAt = createdAt;
    }

    /// The person is known from now on.
    void bind(Person person) {
        subject = person.subject();
        name = person.name().length() <= LONGEST_NAME
                ? person.name()
                : person.name().substring(0, LONGEST_NAME);
    }

    public UUID id() {
        return id;
    }

    public String email() {
        return email;
    }

    /// Empty until the person has signed in.
    public String name() {
        return name;
    }

    public boolean hasSignedIn() {
        return subject != null;
    }

    public TenantRole role() {
        return TenantRole.of(role).orElseThrow();
    }

    /// See [Members#change].
    void become(TenantRole wanted) {
        role = wanted.wireName();
    }

    public @Nullable String subject() {
        return subject;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
