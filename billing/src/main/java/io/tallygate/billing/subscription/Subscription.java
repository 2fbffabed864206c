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

    @Column(name = "plan_version_id", nullable = false, updatable = false)
    private UUID planVersionId;

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
        this.createdAt = createdAt;
    }

    /// Cancelling again changes nothing: the first end stays.
    void cancel(Instant at) {
        if (status == SubscriptionStatus.CANCELLED) {
            return;
        }
        status = SubscriptionStatus.CANCELLED;
        endsAt = at.isBefore(startsAt) ? startsAt : at;
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

    public UUID planVersionId() {
        return planVersionId;
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
