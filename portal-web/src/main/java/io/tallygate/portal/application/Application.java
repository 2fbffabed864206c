package io.tallygate.portal.application;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A program of a consumer that calls APIs.
@Entity
@Table(name = "application", schema = "portal")
public class Application {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "consumer_id", nullable = false, updatable = false)
    private UUID consumerId;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String description;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Application() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Application(UUID consumerId, String name, String description, Instant createdAt) {
        this.consumerId = consumerId;
        this.name = name;
        this.description = description;
        this.createdAt = createdAt;
    }

    void describe(String newName, String newDescription) {
        name = newName;
        description = newDescription;
    }

    public UUID id() {
        return id;
    }

    public UUID consumerId() {
        return consumerId;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
