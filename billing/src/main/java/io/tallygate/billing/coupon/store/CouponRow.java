package io.tallygate.billing.coupon.store;

import io.tallygate.billing.coupon.CouponTerms;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Reduction;
import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.billing.money.Rounding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "coupon", schema = "billing")
public class CouponRow {
    private static final String ONCE = "once";
    private static final String REPEATING = "repeating";
    private static final String FOREVER = "forever";

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    private UUID tenantId;

    @Column(nullable = false, updatable = false)
    private String code;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(updatable = false)
    private @Nullable BigDecimal amount;

    @Column(updatable = false)
    private @Nullable String currency;

    @Column(updatable = false, precision = 7, scale = 4)
    private @Nullable BigDecimal percent;

    @Column(nullable = false, updatable = false)
    private String lasts;

    @Column(updatable = false)
    private @Nullable Integer invoices;

    @Column(name = "only_cards", updatable = false)
    private @Nullable String onlyCards;

    @Column(name = "valid_from", nullable = false, updatable = false)
    private Instant validFrom;

    @Column(name = "valid_to", updatable = false)
    private @Nullable Instant validTo;

    @Column(name = "redemption_limit", updatable = false)
    private @Nullable Integer redemptionLimit;

    @Column(nullable = false)
    private int redeemed;

    @Column(name = "archived_at")
    private @Nullable Instant archivedAt;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected CouponRow() {}

    @SuppressWarnings("NullAway.Init")
    public CouponRow(CouponTerms terms, Instant at) {
        code = terms.code();
        name = terms.name();
        switch (terms.reduction()) {
            case Reduction.Amount(var money) -> {
                amount = money.amount();
                currency = money.currency().getCurrencyCode();
            }
            case Reduction.Percent(var part) -> percent = part;
        }
        switch (terms.lasting()) {
            case Lasting.Once once -> lasts = ONCE;
            case Lasting.Repeating(int left) -> {
                lasts = REPEATING;
                invoices = left;
            }
            case Lasting.Forever forever -> lasts = FOREVER;
        }
        Set<String> cards = terms.onlyCards();
        onlyCards = cards == null ? null : String.join(",", new TreeSet<>(cards));
        validFrom = terms.validFrom();
        validTo = terms.validTo();
        redemptionLimit = terms.redemptionLimit();
        createdAt = at;
    }

    public UUID id() {
        return id;
    }

    public boolean isValidAt(Instant now) {
        return archivedAt == null && !now.isBefore(validFrom) && (validTo == null || now.isBefore(validTo));
    }

    /// @return  false when all are gone
    public boolean takeOne() {
        if (redemptionLimit != null && redeemed >= redemptionLimit) {
            return false;
        }
        redeemed++;
        return true;
    }

    public void archive(Instant at) {
        if (archivedAt == null) {
            archivedAt = at;
        }
    }

    @Nullable
    Integer invoices() {
        return invoices;
    }

    public StoredCoupon value() {
        return new StoredCoupon(
                id,
                new CouponTerms(
                        code,
                        name,
                        reduction(),
                        lasting(BigDecimal.ZERO, invoices),
                        onlyCards == null ? null : Set.of(onlyCards.split(",")),
                        validFrom,
                        validTo,
                        redemptionLimit),
                redeemed,
                archivedAt);
    }

    private Reduction reduction() {
        if (amount == null || currency == null) {
            return new Reduction.Percent(java.util.Objects.requireNonNull(percent));
        }
        return new Reduction.Amount(Rounding.toMinorUnit(amount, Currency.getInstance(currency)));
    }

    private Lasting lasting(BigDecimal used, @Nullable Integer left) {
        return switch (lasts) {
            case ONCE -> new Lasting.Once(used);
            case REPEATING -> new Lasting.Repeating(left == null ? 0 : left);
            default -> new Lasting.Forever();
        };
    }
}
