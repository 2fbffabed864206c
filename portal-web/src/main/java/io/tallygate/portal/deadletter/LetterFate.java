package io.tallygate.portal.deadletter;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// What became of an event that could not be counted.
@Entity
@Table(name = "dead_letter_fate", schema = "portal")
public class LetterFate {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "letter_id", nullable = false, updatable = false)
    private UUID letterId;

    @Column(nullable = false, updatable = false)
    private String deed;

    @Column(updatable = false)
    private @Nullable String reason;

    @Column(nullable = false, updatable = false)
    private boolean edited;

    @Column(name = "settled_at", nullable = false, updatable = false)
    private Instant settledAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected LetterFate() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    LetterFate(UUID letterId, String deed, @Nullable String reason, boolean edited, Instant settledAt) {
        this.letterId = letterId;
        this.deed = deed;
        this.reason = reason;
        this.edited = edited;
        this.settledAt = settledAt;
    }

    /// `replayed` or `discarded`.
    public String deed() {
        return deed;
    }

    /// Why it was given up; null unless it was.
    public @Nullable String reason() {
        return reason;
    }

    public boolean edited() {
        return edited;
    }

    public Instant settledAt() {
        return settledAt;
    }
}
