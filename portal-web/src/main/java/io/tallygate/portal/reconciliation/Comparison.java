package io.tallygate.portal.reconciliation;

import io.tallygate.metering.meter.Period;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// One comparison of a stretch of time.
@Entity
@Table(name = "reconciliation", schema = "portal")
public class Comparison {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "period_from", nullable = false, updatable = false)
    private Instant periodFrom;

    @Column(name = "period_to", nullable = false, updatable = false)
    private Instant periodTo;

    @Column(name = "asked_at", nullable = false, updatable = false)
    private Instant askedAt;

    @Column(name = "done_at")
    private @Nullable Instant doneAt;

    @Column(name = "complete_until")
    private @Nullable Instant completeUntil;

    @Column(name = "journal_calls", nullable = false)
    private long journalCalls;

    @Column(name = "stored_calls", nullable = false)
    private long storedCalls;

    @Column(name = "billed_periods", nullable = false)
    private int billedPeriods;

    @Column(nullable = false)
    private int differences;

    @Version
    @Column(name = "lock_version", nullable = false)
    private int version;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Comparison() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Comparison(Period period, Instant askedAt) {
        this.periodFrom = period.from();
        this.periodTo = period.to();
        this.askedAt = askedAt;
    }

    void done(Instant at, Instant complete, long journals, long stored, int billed, int found) {
        doneAt = at;
        completeUntil = complete;
        journalCalls = journals;
        storedCalls = stored;
        billedPeriods = billed;
        differences = found;
    }

    public UUID id() {
        return id;
    }

    /// For templates.
    public UUID getId() {
        return id;
    }

    public Period period() {
        return new Period(periodFrom, periodTo);
    }

    public Instant askedAt() {
        return askedAt;
    }

    /// Null: it has not been made yet.
    public @Nullable Instant doneAt() {
        return doneAt;
    }

    /// Later hours were not looked at.
    public @Nullable Instant completeUntil() {
        return completeUntil;
    }

    public long journalCalls() {
        return journalCalls;
    }

    public long storedCalls() {
        return storedCalls;
    }

    /// Periods of subscriptions that were billed within it.
    public int billedPeriods() {
        return billedPeriods;
    }

    public int differences() {
        return differences;
    }
}
