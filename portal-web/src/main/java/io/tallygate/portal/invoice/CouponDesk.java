package io.tallygate.portal.invoice;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.coupon.CouponTerms;
import io.tallygate.billing.coupon.Coupons;
import io.tallygate.billing.coupon.Redemption;
import io.tallygate.billing.coupon.StoredCoupon;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where coupons are offered and redeemed.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class CouponDesk {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<StoredCoupon> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(tenant, () -> coupons().list(after, limit));
    }

    public Optional<StoredCoupon> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> coupons().find(id));
    }

    /// @throws WrongInput  when its code belongs to another, or there are as many as there may be
    public StoredCoupon create(TenantId tenant, CouponTerms terms) {
        return transactions.inTenant(tenant, () -> {
            if (coupons().count() >= Coupons.MOST) {
                throw new WrongInput("", because("At most {0} coupons.", Coupons.MOST));
            }
            if (coupons().ofCode(terms.code()).isPresent()) {
                throw new WrongInput("/code", because("A coupon with this code exists: {0}", terms.code()));
            }
            return coupons().create(terms);
        });
    }

    public Optional<StoredCoupon> archive(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> coupons().archive(id));
    }

    /// @throws io.tallygate.billing.coupon.RedemptionRefused  when it cannot be
    public Redemption redeem(TenantId tenant, UUID consumer, String code) {
        return transactions.inTenant(tenant, () -> coupons().redeem(consumer, code));
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Redemption> of(TenantId tenant, UUID consumer, @Nullable UUID after, int limit) {
        return transactions.inTenant(tenant, () -> coupons().of(consumer, false, after, limit));
    }

    private Coupons coupons() {
        return new Coupons(store, clock);
    }
}
