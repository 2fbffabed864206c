package io.tallygate.portal.tenancy;

import io.tallygate.metering.meter.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/// An organisation that publishes.
@Entity
@Table(name = "tenant", schema = "portal")
public class Tenant {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String slug;

    @Column(nullable = false)
    private String name;

    @Column(name = "legal_name", nullable = false)
    private String legalName;

    @Column(nullable = false)
    private List<String> address;

    @Column(nullable = false)
    private String country;

    @Column(name = "time_zone", nullable = false)
    private String timeZone;

    @Column(nullable = false, updatable = false)
    private String currency;

    @Column(nullable = false)
    private String accent;

    @Column(nullable = false)
    private String tagline;

    @Column(name = "key_prefix", nullable = false, updatable = false)
    private String keyPrefix;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Version
    @Column(name = "lock_version", nullable = false)
    private int lockVersion;

    /// For Hibernate; a tenant is made by [Tenants#create].
    @SuppressWarnings("NullAway.Init")
    protected Tenant() {}

    void describe(TenantDetails details) {
        name = details.name();
        legalName = details.legalName();
        address = details.address();
        country = details.country();
        timeZone = details.timeZone().getId();
        accent = details.accent();
        tagline = details.tagline();
    }

    public TenantId id() {
        return new TenantId(id);
    }

    /// The name in addresses: unique, public, never changed.
    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    public String legalName() {
        return legalName;
    }

    /// Lines as on an envelope, without the country.
    public List<String> address() {
        return List.copyOf(address);
    }

    /// ISO 3166-1 alpha-2.
    public String country() {
        return country;
    }

    public ZoneId timeZone() {
        return ZoneId.of(timeZone);
    }

    public Currency currency() {
        return Currency.getInstance(currency);
    }

    /// `#rrggbb`.
    public String accent() {
        return accent;
    }

    public String tagline() {
        return tagline;
    }

    /// What this tenant's API keys begin with.
    public String keyPrefix() {
        return keyPrefix;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /// Changes with every change.
    public int lockVersion() {
        return lockVersion;
    }
}
