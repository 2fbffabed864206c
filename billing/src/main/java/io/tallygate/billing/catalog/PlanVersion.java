package io.tallygate.billing.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

/// What a subscription is pinned to. Once published its terms never change (the database refuses it too): a
/// new price is a new version.
@Entity
@Table(name = "plan_version", schema = "billing")
public class PlanVersion {
    private static final String RATE_CARDS = "rate-cards";

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false, updatable = false)
    private UUID tenantId;

    @Column(name = "plan_id", nullable = false, updatable = false)
    private UUID planId;

    @Column(nullable = false, updatable = false)
    private int version;

    @Convert(converter = PlanStatusConverter.class)
    @Column(nullable = false)
    private PlanStatus status;

    @Column(name = "price_model", nullable = false, updatable = false)
    private String priceModel;

    /// Of one call, where the terms say nothing else; so what was sold before there were rate cards reads as
    /// ever.
    @Column(name = "unit_price", updatable = false, precision = 24, scale = 12)
    private @Nullable BigDecimal unitPrice;

    /// Null in versions of before there were rate cards.
    @Column(updatable = false, columnDefinition = "jsonb")
    @ColumnTransformer(read = "terms::text", write = "?::jsonb")
    private @Nullable String terms;

    /// Terms for this consumer alone; null: for everybody.
    @Column(name = "consumer_id", updatable = false)
    private @Nullable UUID consumerId;

    @Column(nullable = false, updatable = false)
    private String currency;

    @Column(name = "monthly_quota", updatable = false)
    private @Nullable Long monthlyQuota;

    @Column(name = "rate_calls", updatable = false)
    private @Nullable Integer rateCalls;

    @Column(name = "rate_seconds", updatable = false)
    private @Nullable Integer rateSeconds;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "published_at")
    private @Nullable Instant publishedAt;

    /// For Hibernate.
    @SuppressWarnings("NullAway.Init")
    protected PlanVersion() {}

    @SuppressWarnings("NullAway.Init") // id and tenant are Hibernate's to fill
    PlanVersion(UUID planId, int version, PlanTerms terms, @Nullable UUID consumerId, Instant createdAt) {
        this.planId = planId;
        this.version = version;
        this.status = PlanStatus.DRAFT;
        Price.PerUnit price = terms.priceOfCall().orElse(null);
        this.priceModel = price == null ? RATE_CARDS : Price.PerUnit.MODEL;
        this.unitPrice = price == null ? null : price.unitAmount();
        this.terms = TermsDocument.write(terms);
        this.consumerId = consumerId;
        this.currency = terms.currency().getCurrencyCode();
        Quota quota = terms.quota();
        this.monthlyQuota = quota == null ? null : quota.calls();
        RateLimit rate = terms.rateLimit();
        this.rateCalls = rate == null ? null : rate.calls();
        this.rateSeconds = rate == null ? null : rate.seconds();
        this.createdAt = createdAt;
    }

    void publish(Instant at) {
        if (status != PlanStatus.DRAFT) {
            throw new IllegalStateException("only a draft can be published: version " + version + " is " + status);
        }
        status = PlanStatus.PUBLISHED;
        publishedAt = at;
    }

    void archive() {
        status = PlanStatus.ARCHIVED;
    }

    public UUID id() {
        return id;
    }

    public UUID tenantId() {
        return tenantId;
    }

    public UUID planId() {
        return planId;
    }

    /// 1, 2, 3… within the plan.
    public int version() {
        return version;
    }

    public PlanStatus status() {
        return status;
    }

    /// The price of one call, where that is all that is paid.
    /// @throws IllegalStateException  when the terms say more: then their rate cards are to be asked
    public Price.PerUnit price() {
        return terms().priceOfCall()
                .orElseThrow(() -> new IllegalStateException(
                        "plan version " + id + " is priced by rate cards, not by the call alone"));
    }

    /// Whose terms these are alone; null: everybody's.
    public @Nullable UUID consumerId() {
        return consumerId;
    }

    public Currency currency() {
        return Currency.getInstance(currency);
    }

    public @Nullable Quota quota() {
        return monthlyQuota == null ? null : new Quota(monthlyQuota);
    }

    public @Nullable RateLimit rateLimit() {
        return rateCalls == null || rateSeconds == null ? null : new RateLimit(rateCalls, rateSeconds);
    }

    public PlanTerms terms() {
        if (terms != null) {
            return TermsDocument.read(terms, currency(), quota(), rateLimit());
        }
        if (unitPrice == null) {
            throw new IllegalStateException("plan version " + id + " has neither a price nor rate cards");
        }
        return new PlanTerms(new Price.PerUnit(unitPrice), currency(), quota(), rateLimit());
    }

    public @Nullable Instant publishedAt() {
        return publishedAt;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
