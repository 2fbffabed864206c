package io.tallygate.portal.publishing;

import io.tallygate.metering.meter.Environment;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// Where an API answers in an environment other than live. Its live deployment is the [Api] itself.
@Entity
@Table(name = "api_deployment", schema = "portal")
public class ApiDeployment {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "api_id", nullable = false, updatable = false)
    private UUID apiId;

    @Column(nullable = false, updatable = false)
    private String environment;

    @Column(name = "version_id", nullable = false)
    private UUID versionId;

    @Column(nullable = false)
    private String upstream;

    @Column(name = "deployed_at", nullable = false)
    private Instant deployedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ApiDeployment() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    ApiDeployment(UUID apiId, Environment environment, UUID versionId, String upstream, Instant deployedAt) {
        this.apiId = apiId;
        this.environment = environment.wireName();
        this.versionId = versionId;
        this.upstream = upstream;
        this.deployedAt = deployedAt;
    }

    void become(UUID newVersion, String newUpstream, Instant now) {
        versionId = newVersion;
        upstream = newUpstream;
        deployedAt = now;
    }

    /// Its route and its upstream at the gateways are known by it.
    UUID id() {
        return id;
    }

    UUID versionId() {
        return versionId;
    }

    String upstream() {
        return upstream;
    }

    Instant deployedAt() {
        return deployedAt;
    }
}
