package io.tallygate.portal.invitation;

import io.tallygate.portal.audit.Unrecorded;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// Somebody was asked to join a tenant or a consumer, as something. The secret in their link is known to them alone.
@Entity
@Table(name = "invitation", schema = "portal")
public class Invitation {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "consumer_id", updatable = false)
    private @Nullable UUID consumerId;

    @Column(nullable = false, updatable = false)
    private String email;

    @Column(nullable = false, updatable = false)
    private String role;

    @Column(nullable = false, updatable = false)
    private String language;

    @Unrecorded
    @Column(name = "secret_sha256", nullable = false)
    private String secretSha256;

    @Column(name = "invited_by", nullable = false, updatable = false)
    private String invitedBy;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "sent_at", nullable = false)
    private Instant sentAt;

    @Column(name = "times_sent", nullable = false)
    private int timesSent;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    @Column(name = "accepted_at")
    private @Nullable Instant acceptedAt;

    /// The subject of whoever accepted it.
    @Column(name = "accepted_by")
    private @Nullable String acceptedBy;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Invitation() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Invitation(
            @Nullable UUID consumerId,
            String email,
            String role,
            Locale language,
            String invitedBy,
            String secretSha256,
            Instant now) {
        this.consumerId = consumerId;
        this.email = email;
        this.role = role;
        this.language = language.getLanguage();
        this.invitedBy = invitedBy;
        this.createdAt = now;
        this.timesSent = 0;
        sent(secretSha256, now);
    }

    /// The link before this one opens nothing any more.
    final void sent(String newSecretSha256, Instant now) {
        secretSha256 = newSecretSha256;
        sentAt = now;
        expiresAt = now.plus(Invitations.VALID);
        timesSent++;
    }

    void accepted(String subject, Instant now) {
        acceptedAt = now;
        acceptedBy = subject;
    }

    public UUID id() {
        return id;
    }

    /// Null: to the tenant itself.
    public @Nullable UUID consumerId() {
        return consumerId;
    }

    public String email() {
        return email;
    }

    /// As the control API spells it.
    public String role() {
        return role;
    }

    Locale language() {
        return Locale.of(language);
    }

    public String invitedBy() {
        return invitedBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant sentAt() {
        return sentAt;
    }

    int timesSent() {
        return timesSent;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    @Nullable
    String acceptedBy() {
        return acceptedBy;
    }

    public boolean isOpen(Instant now) {
        return acceptedAt == null && expiresAt.isAfter(now);
    }

    /// `open` or `expired`; what was accepted is listed no more.
    public String status(Instant now) {
        return isOpen(now) ? "open" : "expired";
    }
}
