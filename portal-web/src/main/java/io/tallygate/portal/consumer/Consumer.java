package io.tallygate.portal.consumer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;

/// An organisation that uses a tenant's APIs and is billed for it.
@Entity
@Table(name = "consumer", schema = "portal")
public class Consumer {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

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

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Consumer() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Consumer(String name, String legalName, List<String> address, String country, ZoneId timeZone, Instant createdAt) {
        this.name = name;
        this.legalName = legalName;
        this.address = List.copyOf(address);
        this.country = country;
        this.timeZone = timeZone.getId();
        this.createdAt = createdAt;
    }

    void describe(String newName, String newLegalName, List<String> newAddress, String newCountry, ZoneId newZone) {
        name = newName;
        legalName = newLegalName;
        address = List.copyOf(newAddress);
        country = newCountry;
        timeZone = newZone.getId();
    }

    public UUID id() {
        return id;
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

    /// ISO 3166-1 alpha-2; empty when it is not known.
    public String country() {
        return country;
    }

    /// Decides the boundaries of its billing periods.
    public ZoneId timeZone() {
        return ZoneId.of(timeZone);
    }

    public Instant createdAt() {
        return createdAt;
    }
}
