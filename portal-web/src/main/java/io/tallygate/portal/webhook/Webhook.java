package io.tallygate.portal.webhook;

import io.tallygate.portal.audit.Unrecorded;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An address that is told of a tenant's changes.
@Entity
@Table(name = "webhook", schema = "portal")
public class Webhook {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(nullable = false)
    private String url;

    @Column(nullable = false)
    private String description;

    @Column(name = "event_types", nullable = false)
    private List<String> eventTypes;

    @Column(nullable = false)
    private boolean enabled;

    @Column(name = "disabled_because")
    private @Nullable String disabledBecause;

    @Unrecorded
    @Column(name = "secret_sealed", nullable = false)
    private byte[] secretSealed;

    @Unrecorded
    @Column(name = "previous_secret_sealed")
    private byte @Nullable [] previousSecretSealed;

    @Column(name = "previous_secret_until")
    private @Nullable Instant previousSecretUntil;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Webhook() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Webhook(
            String url,
            String description,
            List<String> eventTypes,
            boolean enabled,
            byte[] secretSealed,
            Instant createdAt) {
        this.url = url;
        this.description = description;
        this.eventTypes = new ArrayList<>(eventTypes);
        this.enabled = enabled;
        this.secretSealed = secretSealed.clone();
        this.createdAt = createdAt;
    }

    /// @return  whether it was enabled by this
    boolean become(String newUrl, String newDescription, List<String> newTypes, boolean wanted) {
        boolean begins = wanted && !enabled;
        url = newUrl;
        description = newDescription;
        if (!eventTypes.equals(newTypes)) {
            eventTypes = new ArrayList<>(newTypes);
        }
        if (wanted) {
            disabledBecause = null;
        }
        enabled = wanted;
        return begins;
    }

    void disable(String because) {
        enabled = false;
        disabledBecause = because;
    }

    /// The secret so far signs as well until `until`; the one before it no more.
    void rotate(byte[] newSealed, Instant until) {
        previousSecretSealed = secretSealed;
        previousSecretUntil = until;
        secretSealed = newSealed.clone();
    }

    public UUID id() {
        return id;
    }

    /// For templates.
    public UUID getId() {
        return id;
    }

    public String url() {
        return url;
    }

    public String description() {
        return description;
    }

    /// As the control API spells them; empty: all.
    public List<String> eventTypes() {
        return List.copyOf(eventTypes);
    }

    public boolean enabled() {
        return enabled;
    }

    /// `gone` or `failing` when the portal disabled it.
    public @Nullable String disabledBecause() {
        return disabledBecause;
    }

    /// Until when the secret before the present one signs as well.
    public @Nullable Instant previousSecretUntil() {
        return previousSecretUntil;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
