package io.tallygate.billing.subscription;

import io.tallygate.billing.period.BillingPeriods;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// An application on a plan version, `[startsAt, endsAt)`.
@Entity
@Table(name = "subscription", schema = "billing")
public class Subscription {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "consumer_id", nullable = false, updatable = false)
    private UUID consumerId;

    @Column(name = "application_id", nullable = false, updatable = false)
    private UUID applicationId;

    @Column(name = "product_id", nullable = false, updatable = false)
    private UUID productId;

    @Column(name = "plan_version_id", nullable = false)
    private UUID planVersionId;

    @Column(name = "first_plan_version_id")
    private @Nullable UUID firstPlanVersionId;

    @Column(nullable = false, updatable = false)
    private String environment;

    @Column(name = "time_zone", nullable = false, updatable = false)
    private String timeZone;

    @Convert(converter = SubscriptionStatusConverter.class)
    @Column(nullable = false)
    private SubscriptionStatus status;

    @Column(name = "starts_at", nullable = false, updatable = false)
    private Instant startsAt;

    @Column(name = "ends_at")
    private @Nullable Instant endsAt;

    @Column(nullable = false)
    private boolean paused;

    @Column(name = "next_change_at")
    private @Nullable Instant nextChangeAt;

    @Column(nullable = false, updatable = false)
    private String alignment;

    @Column(nullable = false, updatable = false)
    private String proration;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected Subscription() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    Subscription(NewSubscription wanted, Instant createdAt) {
        this.consumerId = wanted.consumerId();
        this.applicationId = wanted.applicationId();
        this.productId = wanted.productId();
        this.planVersionId = wanted.planVersionId();
        this.environment = wanted.environment().wireName();
        this.timeZone = wanted.timeZone().getId();
        this.status = SubscriptionStatus.ACTIVE;
        this.startsAt = wanted.startsAt().truncatedTo(ChronoUnit.MICROS);
        this.alignment = wanted.rule().alignment().wireName();
        this.proration = wanted.rule().proration().wireName();
        this.createdAt = createdAt;
    }

    /// Makes the row what the history says it is at a moment.
    void become(SubscriptionHistory history, Instant at) {
        Instant end = history.endsAt();
        endsAt = end;
        status = end != null && !end.isAfter(at) ? SubscriptionStatus.CANCELLED : SubscriptionStatus.ACTIVE;
        SubscriptionPhase phase = history.at(at)
                .orElseGet(() -> history.phases().isEmpty()
                        ? new SubscriptionPhase(planVersionId, false, startsAt, null)
                        : at.isBefore(startsAt)
                                ? history.phases().getFirst()
                                : history.phases().getLast());
        if (firstPlanVersionId == null && !phase.planVersion().equals(planVersionId)) {
            firstPlanVersionId = planVersionId;
        }
        planVersionId = phase.planVersion();
        paused = phase.paused() && status == SubscriptionStatus.ACTIVE;
        nextChangeAt = history.nextChange(at);
    }

    /// The part of `month` in which it ran; empty when it did not.
    public Optional<Period> within(Period month) {
        return BillingPeriods.within(month, startsAt, endsAt);
    }

    public SubscriptionId id() {
        return new SubscriptionId(id);
    }

    public UUID tenantId() {
        return tenantId;
    }

    public UUID consumerId() {
        return consumerId;
    }

    public UUID applicationId() {
        return applicationId;
    }

    public UUID productId() {
        return productId;
    }

    /// What it is on now; of one that ended, at last.
    public UUID planVersionId() {
        return planVersionId;
    }

    /// What it started on.
    UUID firstPlanVersionId() {
        return firstPlanVersionId == null ? planVersionId : firstPlanVersionId;
    }

    /// Whether no calls go through for now.
    public boolean paused() {
        return paused;
    }

    /// When it becomes something else, by what is known; null: never.
    public @Nullable Instant nextChangeAt() {
        return nextChangeAt;
    }

    public BillingRule rule() {
        return BillingRule.of(alignment, proration);
    }

    /// Whose calls it covers; only those of [Environment#LIVE] are ever billed.
    public Environment environment() {
        return Environment.of(environment).orElseThrow();
    }

    public ZoneId timeZone() {
        return ZoneId.of(timeZone);
    }

    public SubscriptionStatus status() {
        return status;
    }

    public Instant startsAt() {
        return startsAt;
    }

    /// Not included; null while it runs.
    public @Nullable Instant endsAt() {
        return endsAt;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
