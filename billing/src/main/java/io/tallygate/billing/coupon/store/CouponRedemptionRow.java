package io.tallygate.billing.coupon.store;

import io.tallygate.billing.coupon.CouponUse;
import io.tallygate.billing.coupon.Lasting;
import io.tallygate.billing.coupon.Redemption;
import io.tallygate.billing.coupon.StoredCoupon;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "coupon_redemption", schema = "billing")
public class CouponRedemptionRow {
    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    @Column(name = "tenant_id", nullable = false)
    private UUID tenantId;

    @Column(name = "coupon_id", nullable = false, updatable = false)
    private UUID couponId;

    @Column(name = "consumer_id", nullable = false, updatable = false)
    private UUID consumerId;

    @Column(name = "redeemed_at", nullable = false, updatable = false)
    private Instant redeemedAt;

    @Column(nullable = false)
    private BigDecimal used;

    @Column(name = "invoices_left")
    private @Nullable Integer invoicesLeft;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @SuppressWarnings("NullAway.Init")
    protected CouponRedemptionRow() {}

    @SuppressWarnings("NullAway.Init")
    public CouponRedemptionRow(CouponRow coupon, UUID consumer, Instant at) {
        couponId = coupon.id();
        consumerId = consumer;
        redeemedAt = at;
        used = BigDecimal.ZERO;
        invoicesLeft = coupon.invoices();
    }

    public UUID couponId() {
        return couponId;
    }

    /// @throws IllegalStateException  when what `use` began with is not what is here any more
    public void use(CouponUse use, Instant at) {
        switch (use.coupon().lasting()) {
            case Lasting.Once(BigDecimal before) when before.compareTo(used) != 0 -> throw changed();
            case Lasting.Repeating(int before) when invoicesLeft == null || before != invoicesLeft -> throw changed();
            case Lasting.Once once -> {}
            case Lasting.Repeating repeating -> {}
            case Lasting.Forever forever -> {}
        }
        switch (use.after()) {
            case Lasting.Once(BigDecimal after) -> used = after;
            case Lasting.Repeating(int left) -> invoicesLeft = left;
            case Lasting.Forever forever -> {}
        }
        if (use.ended()) {
            endedAt = at;
        }
    }

    private IllegalStateException changed() {
        return new IllegalStateException("redemption " + id + " was used by another invoice meanwhile");
    }

    public Redemption value(StoredCoupon coupon) {
        Lasting left = switch (coupon.terms().lasting()) {
            case Lasting.Once once -> new Lasting.Once(used);
            case Lasting.Repeating repeating -> new Lasting.Repeating(invoicesLeft == null ? 0 : invoicesLeft);
            case Lasting.Forever forever -> forever;
        };
        return new Redemption(id, consumerId, coupon, redeemedAt, left, endedAt);
    }
}
