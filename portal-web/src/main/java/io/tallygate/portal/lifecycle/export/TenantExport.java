package io.tallygate.portal.lifecycle.export;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An archive that somebody asked for.
@Entity
@Table(name = "tenant_export", schema = "portal")
public class TenantExport {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false)
    private String status;

    @Column(name = "requested_at", nullable = false, updatable = false)
    private Instant requestedAt;

    @Column(name = "finished_at")
    private @Nullable Instant finishedAt;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(nullable = false)
    private long bytes;

    private @Nullable String sha256;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected TenantExport() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    TenantExport(Instant requestedAt) {
        this.status = "waiting";
        this.requestedAt = requestedAt;
    }

    void ready(long size, String digest, Instant now) {
        status = "ready";
        bytes = size;
        sha256 = digest;
        finishedAt = now;
        expiresAt = now.plus(ExportLimits.KEPT);
    }

    public UUID id() {
        return id;
    }

    /// `waiting` or `ready`.
    public String status() {
        return status;
    }

    public boolean isReady() {
        return status.equals("ready");
    }

    public Instant requestedAt() {
        return requestedAt;
    }

    public @Nullable Instant finishedAt() {
        return finishedAt;
    }

    /// When it is deleted; null while it is being made.
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    public long bytes() {
        return bytes;
    }

    /// Of the whole archive; null while it is being made.
    public @Nullable String sha256() {
        return sha256;
    }
}
