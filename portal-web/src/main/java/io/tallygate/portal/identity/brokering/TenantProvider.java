package io.tallygate.portal.identity.brokering;

import io.tallygate.portal.audit.Unrecorded;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An identity provider of a tenant's own.
@Entity
@Table(name = "identity_provider", schema = "portal")
public class TenantProvider {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    /// Its name at Keycloak and in the address that it sends browsers back to: unique, and nobody's to guess.
    @Column(nullable = false, updatable = false)
    private String alias;

    @Column(nullable = false, updatable = false)
    private String kind;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private boolean enabled;

    /// Where its document was fetched; null for one that was pasted.
    @Column
    private @Nullable String source;

    @Column(name = "client_id")
    private @Nullable String clientId;

    @Unrecorded
    @Column(name = "client_secret_sealed")
    private byte @Nullable [] clientSecretSealed;

    @Column(nullable = false)
    private String settings;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "changed_at", nullable = false)
    private Instant changedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected TenantProvider() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    TenantProvider(String alias, ProviderKind kind, String name, ProviderSettings settings, Instant now) {
        this.alias = alias;
        this.kind = kind.wireName();
        this.name = name;
        this.enabled = true;
        this.settings = settings.json().toString();
        this.createdAt = now;
        this.changedAt = now;
    }

    void rename(String newName) {
        name = newName;
    }

    void enable(boolean nowEnabled) {
        enabled = nowEnabled;
    }

    /// @param from  null when it was pasted
    void describe(@Nullable String from, ProviderSettings said) {
        source = from;
        settings = said.json().toString();
    }

    void client(String newClientId) {
        clientId = newClientId;
    }

    void secret(byte[] sealed) {
        clientSecretSealed = sealed;
    }

    void changed(Instant now) {
        changedAt = now;
    }

    public UUID id() {
        return id;
    }

    public String alias() {
        return alias;
    }

    public ProviderKind kind() {
        return ProviderKind.of(kind).orElseThrow();
    }

    public String name() {
        return name;
    }

    public boolean enabled() {
        return enabled;
    }

    public @Nullable String source() {
        return source;
    }

    public @Nullable String clientId() {
        return clientId;
    }

    public ProviderSettings settings() {
        return ProviderSettings.of(kind(), settings);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant changedAt() {
        return changedAt;
    }
}
