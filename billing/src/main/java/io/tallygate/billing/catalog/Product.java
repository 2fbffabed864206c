package io.tallygate.billing.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// APIs that are sold together. Its slug is unique within the tenant.
@Entity
@Table(name = "product", schema = "billing")
public class Product {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false)
    private String slug;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String description;

    /// In the order that the publisher chose; never empty.
    @Column(name = "api_ids", nullable = false)
    private List<UUID> apiIds;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Product() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Product(String slug, String name, String description, List<UUID> apiIds, Instant createdAt) {
        this.slug = slug;
        this.name = name;
        this.description = description;
        this.apiIds = distinct(apiIds);
        this.createdAt = createdAt;
    }

    /// Its address in the portal is another from now on.
    public void rename(String newSlug) {
        slug = newSlug;
    }

    /// The caller tells the gateways: what a subscription covers changes with this.
    public void describe(String newName, String newDescription) {
        name = newName;
        description = newDescription;
    }

    /// @param newApiIds  at least one
    public void sell(List<UUID> newApiIds) {
        apiIds = distinct(newApiIds);
    }

    private static List<UUID> distinct(List<UUID> apiIds) {
        if (apiIds.isEmpty()) {
            throw new IllegalArgumentException("a product sells at least one API");
        }
        return List.copyOf(apiIds.stream().distinct().toList());
    }

    public UUID id() {
        return id;
    }

    public UUID tenantId() {
        return tenantId;
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    public List<UUID> apiIds() {
        return List.copyOf(apiIds);
    }

    public Instant createdAt() {
        return createdAt;
    }
}
