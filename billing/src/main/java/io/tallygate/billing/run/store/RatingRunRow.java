package io.tallygate.billing.run.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// A month that was closed, with the moment as of which its usage was read.
@Entity
@Immutable
@Table(name = "rating_run", schema = "billing")
public class RatingRunRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    private UUID tenantId;

    @Column(nullable = false)
    private String month;

    @Column(name = "cut_off", nullable = false)
    private Instant cutOff;

    @Column(name = "complete_until", nullable = false)
    private Instant completeUntil;

    @Column(name = "override_reason")
    private @Nullable String overrideReason;

    @Column(name = "started_at", nullable = false)
    private Instant startedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected RatingRunRow() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    public RatingRunRow(
            String month, Instant cutOff, Instant completeUntil, @Nullable String overrideReason, Instant startedAt) {
        this.month = month;
        this.cutOff = cutOff;
        this.completeUntil = completeUntil;
        this.overrideReason = overrideReason;
        this.startedAt = startedAt;
    }

    public UUID id() {
        return id;
    }

    public String month() {
        return month;
    }

    public Instant cutOff() {
        return cutOff;
    }

    public Instant completeUntil() {
        return completeUntil;
    }

    public @Nullable String overrideReason() {
        return overrideReason;
    }

    public Instant startedAt() {
        return startedAt;
    }
}
