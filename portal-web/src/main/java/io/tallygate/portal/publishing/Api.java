package io.tallygate.portal.publishing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/// An API of a tenant, with the version that is current.
@Entity
@Table(name = "api", schema = "portal")
public class Api {
    @Id
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

    @Column(name = "base_path", nullable = false, updatable = false)
    private String basePath;

    private @Nullable String upstream;

    @Column(nullable = false)
    private String status;

    @Column(name = "version_id", nullable = false)
    private UUID versionId;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "published_at")
    private @Nullable Instant publishedAt;

    @Version
    @Column(name = "lock_version")
    private int lockVersion;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Api() {}

    @SuppressWarnings("NullAway.Init") // the tenant is Hibernate's to fill
    Api(
            UUID id,
            String slug,
            String name,
            String description,
            String basePath,
            @Nullable String upstream,
            UUID versionId,
            Instant createdAt) {
        this.id = id;
        this.slug = slug;
        this.name = name;
        this.description = description;
        this.basePath = basePath;
        this.upstream = upstream;
        this.status = "draft";
        this.versionId = versionId;
        this.createdAt = createdAt;
    }

    void describe(String newName, String newDescription, @Nullable String newUpstream) {
        name = newName;
        description = newDescription;
        upstream = newUpstream;
    }

    /// Its address in the portal is another from now on; gateways know it by its id and its base path.
    void rename(String newSlug) {
        slug = newSlug;
    }

    void goOnWith(UUID newVersion) {
        versionId = newVersion;
    }

    void answerWith(UUID version, String service, Instant now) {
        versionId = version;
        upstream = service;
        status = "published";
        publishedAt = now;
    }

    void unpublish() {
        status = "draft";
    }

    public UUID id() {
        return id;
    }

    /// Unique within the tenant.
    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    /// Markdown.
    public String description() {
        return description;
    }

    /// Below the tenant's own path on a shared gateway group; begins with a slash.
    public String basePath() {
        return basePath;
    }

    /// Absolute address; null while nobody has said it.
    public @Nullable String upstream() {
        return upstream;
    }

    public boolean isPublished() {
        return status.equals("published");
    }

    /// `draft` or `published`.
    public String status() {
        return status;
    }

    UUID versionId() {
        return versionId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant publishedAt() {
        return publishedAt;
    }

    /// Changes with every change.
    public int lockVersion() {
        return lockVersion;
    }
}
