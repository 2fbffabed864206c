package io.tallygate.portal.publishing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/// A document that was imported, and when. Never changed.
@Entity
@Table(name = "api_version", schema = "portal")
public class ApiVersion {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "api_id", nullable = false, updatable = false)
    private UUID apiId;

    @Column(nullable = false, updatable = false)
    private String version;

    @Column(nullable = false, updatable = false)
    private String specification;

    @Column(nullable = false, updatable = false)
    private String document;

    /// The database computes it, so that no writer can leave it behind.
    @Column(name = "document_sha256", insertable = false, updatable = false)
    private @Nullable String documentSha256;

    @Column(name = "source_url", updatable = false)
    private @Nullable String sourceUrl;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ApiVersion() {}

    @SuppressWarnings("NullAway.Init") // the tenant is Hibernate's to fill
    ApiVersion(
            UUID id,
            UUID apiId,
            String version,
            String specification,
            String document,
            @Nullable String sourceUrl,
            Instant createdAt) {
        this.id = id;
        this.apiId = apiId;
        this.version = version;
        this.specification = specification;
        this.document = document;
        this.sourceUrl = sourceUrl;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    UUID apiId() {
        return apiId;
    }

    String version() {
        return version;
    }

    String specification() {
        return specification;
    }

    String document() {
        return document;
    }
}
