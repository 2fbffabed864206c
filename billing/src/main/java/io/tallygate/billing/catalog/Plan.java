package io.tallygate.billing.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// A way to buy a product. What it costs and allows is in its versions. Its slug is unique within the product.
@Entity
@Table(name = "plan", schema = "billing")
public class Plan {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "product_id", nullable = false, updatable = false)
    private UUID productId;

    @Column(nullable = false)
    private String slug;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String description;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Plan() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Plan(UUID productId, String slug, String name, String description, Instant createdAt) {
        this.productId = productId;
        this.slug = slug;
        this.name = name;
        this.description = description;
        this.createdAt = createdAt;
    }

    /// What it costs and allows does not change with this: that is in its versions.
    public void describe(String newSlug, String newName, String newDescription) {
        slug = newSlug;
        name = newName;
        description = newDescription;
    }

    public UUID id() {
        return id;
    }

    public UUID tenantId() {
        return tenantId;
    }

    public UUID productId() {
        return productId;
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

    public Instant createdAt() {
        return createdAt;
    }
}
