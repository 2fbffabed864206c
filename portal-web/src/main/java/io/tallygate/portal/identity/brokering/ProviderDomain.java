package io.tallygate.portal.identity.brokering;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A domain whose addresses a tenant says lead to its provider. Worth nothing until the tenant has shown that the
/// domain is its own.
@Entity
@Table(name = "identity_provider_domain", schema = "portal")
public class ProviderDomain {
    /// What the proof begins with, in the domain's TXT record.
    private static final String RECORD = "tallygate-domain=";

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "provider_id", nullable = false, updatable = false)
    private UUID providerId;

    @Column(nullable = false, updatable = false)
    private String domain;

    @Column(nullable = false, updatable = false)
    private String proof;

    @Column(name = "verified_at")
    private @Nullable Instant verifiedAt;

    @Column(name = "verified_by")
    private @Nullable String verifiedBy;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected ProviderDomain() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    ProviderDomain(UUID provider, String domain, String proof) {
        this.providerId = provider;
        this.domain = domain;
        this.proof = proof;
    }

    void verified(String by, Instant now) {
        verifiedBy = by;
        verifiedAt = now;
    }

    public UUID provider() {
        return providerId;
    }

    public String domain() {
        return domain;
    }

    /// What a TXT record of the domain must say; nothing secret, since it stands there for everybody to read.
    public String record() {
        return RECORD + proof;
    }

    public boolean isVerified() {
        return verifiedAt != null;
    }

    public @Nullable Instant verifiedAt() {
        return verifiedAt;
    }

    /// `dns` or `operator`.
    public @Nullable String verifiedBy() {
        return verifiedBy;
    }
}
