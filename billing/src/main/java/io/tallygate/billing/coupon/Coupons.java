package io.tallygate.billing.coupon;

import io.tallygate.billing.coupon.RedemptionRefused.Why;
import io.tallygate.billing.coupon.store.CouponRedemptionRow;
import io.tallygate.billing.coupon.store.CouponRow;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's coupons and who has redeemed them. The caller owns the transaction and has set its tenant.
public final class Coupons {
    /// Of one tenant.
    public static final int MOST = 10_000;

    /// Running ones of one consumer; more are not taken off an invoice.
    public static final int MOST_RUNNING = 20;

    private final EntityManager store;
    private final Clock clock;

    public Coupons(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<StoredCoupon> list(@Nullable UUID after, int limit) {
        return store.createQuery(
                        "from CouponRow c where (:after is null or c.id > :after) order by c.id", CouponRow.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(CouponRow::value)
                .toList();
    }

    public Optional<StoredCoupon> find(UUID id) {
        return Optional.ofNullable(store.find(CouponRow.class, id)).map(CouponRow::value);
    }

    public Optional<StoredCoupon> ofCode(String code) {
        return row(code).map(CouponRow::value);
    }

    public long count() {
        return store.createQuery("select count(c) from CouponRow c", Long.class).getSingleResult();
    }

    public StoredCoupon create(CouponTerms terms) {
        CouponRow row = new CouponRow(terms, now());
        store.persist(row);
        store.flush();
        return row.value();
    }

    /// Nobody can redeem it any more; who has goes on.
    public Optional<StoredCoupon> archive(UUID id) {
        CouponRow row = store.find(CouponRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return Optional.empty();
        }
        row.archive(now());
        store.flush();
        return Optional.of(row.value());
    }

    /// The coupon's row stays locked until the transaction ends, so its limit holds however many try at once.
    /// @param code  as somebody typed it
    /// @throws RedemptionRefused  when there is none, it is not valid now, all are gone, or the consumer has
    /// it already
    public Redemption redeem(UUID consumer, String code) {
        String normal = code.strip().toUpperCase(Locale.ROOT);
        CouponRow coupon = row(normal).orElseThrow(() -> new RedemptionRefused(normal, Why.UNKNOWN));
        store.refresh(coupon, LockModeType.PESSIMISTIC_WRITE);
        Instant now = now();
        if (!coupon.isValidAt(now)) {
            throw new RedemptionRefused(normal, Why.NOT_VALID_NOW);
        }
        if (redeemed(coupon.id(), consumer)) {
            throw new RedemptionRefused(normal, Why.REDEEMED_BEFORE);
        }
        if (!coupon.takeOne()) {
            throw new RedemptionRefused(normal, Why.ALL_REDEEMED);
        }
        CouponRedemptionRow row = new CouponRedemptionRow(coupon, consumer, now);
        store.persist(row);
        store.flush();
        return row.value(coupon.value());
    }

    /// Oldest first: that is the order in which they are used.
    /// @param running  only those that can still take something off
    public List<Redemption> of(UUID consumer, boolean running, @Nullable UUID after, int limit) {
        return store.createQuery("""
            from CouponRedemptionRow r where r.consumerId = :consumer and (:running = false or r.endedAt is null)
                and (:after is null or r.id > :after) order by r.id\
            """, CouponRedemptionRow.class)
                .setParameter("consumer", consumer)
                .setParameter("running", running)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultStream()
                .map(row -> row.value(find(row.couponId()).orElseThrow()))
                .toList();
    }

    /// What an invoice took of it. The row is locked, so of two invoices at once the second sees what the
    /// first used.
    /// @throws IllegalStateException  when another invoice has used it since `use` was worked out
    public void note(UUID redemption, CouponUse use) {
        CouponRedemptionRow row = store.find(CouponRedemptionRow.class, redemption, LockModeType.PESSIMISTIC_WRITE);
        store.refresh(row);
        row.use(use, now());
        store.flush();
    }

    private boolean redeemed(UUID coupon, UUID consumer) {
        return store.createQuery(
                                "select count(r) from CouponRedemptionRow r where r.couponId = :coupon"
                                        + " and r.consumerId = :consumer",
                                Long.class)
                        .setParameter("coupon", coupon)
                        .setParameter("consumer", consumer)
                        .getSingleResult()
                > 0;
    }

    private Optional<CouponRow> row(String code) {
        return store.createQuery("from CouponRow c where c.code = :code", CouponRow.class)
                .setParameter("code", code)
                .getResultStream()
                .findFirst();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
