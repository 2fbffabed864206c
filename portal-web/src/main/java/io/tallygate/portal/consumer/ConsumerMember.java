package io.tallygate.portal.consumer;

import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Person;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A person's place at a consumer. Prepared for an address, or made by the person who has signed in.
@Entity
@Table(name = "consumer_member", schema = "portal")
public class ConsumerMember {
    private static final int LONGEST_NAME = 200;

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "consumer_id", nullable = false, updatable = false)
    private UUID consumerId;

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
    protected ConsumerMember() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    ConsumerMember(
            UUID consumerId,
            String email,
            @Nullable String subject,
            String name,
            ConsumerRole role,
            Instant createdAt) {
        this.consumerId = consumerId;
        this.email = email;
        this.subject = subject;
        this.name = name;
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

    public UUID consumerId() {
        return consumerId;
    }

    @Nullable
    String subject() {
        return subject;
    }

    /// See [Teams#change].
    void become(ConsumerRole wanted) {
        role = wanted.wireName();
    }

    public Instant createdAt() {
        return createdAt;
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

    public ConsumerRole role() {
        return ConsumerRole.of(role).orElseThrow();
    }
}
