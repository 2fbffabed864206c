package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.Product;
import io.tallygate.billing.catalog.Quota;
import io.tallygate.billing.catalog.RateLimit;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionStatus;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/// Tells the gateways what plans allow and which subscriptions have them, inside the caller's transaction:
/// the change and its announcement commit together.
@ApplicationScoped
public class GatewayPlans {
    private final GatewayConfiguration gateways;

    @Inject
    public GatewayPlans(GatewayConfiguration gateways) {
        this.gateways = gateways;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected GatewayPlans() {
        this.gateways = null;
    }

    public void put(TenantId tenant, PlanOffer offer) {
        Quota quota = offer.version().quota();
        RateLimit rate = offer.version().rateLimit();
        gateways.put(
                tenant,
                offer.version().id(),
                new GatewayEntity.PlanVersion(
                        offer.plan().id(),
                        offer.plan().name(),
                        quota == null ? null : quota.calls(),
                        rate == null ? null : new GatewayEntity.RateLimit(rate.calls(), rate.seconds())));
    }

    /// A version that is sold no more, and to nobody any more.
    public void forget(TenantId tenant, UUID planVersion) {
        gateways.delete(tenant, Kind.PLAN_VERSION, planVersion);
    }

    /// Its current value; one that is cancelled is taken away, so that gateways need not keep what ended.
    public void put(TenantId tenant, Subscription subscription, Product product) {
        if (subscription.status() == SubscriptionStatus.CANCELLED) {
            gateways.delete(tenant, Kind.SUBSCRIPTION, subscription.id().value());
            return;
        }
        gateways.put(
                tenant,
                subscription.id().value(),
                new GatewayEntity.Subscription(
                        subscription.applicationId(),
                        subscription.consumerId(),
                        product.id(),
                        product.apiIds(),
                        subscription.planVersionId(),
                        subscription.timeZone(),
                        subscription.environment().wireName(),
                        subscription.paused()
                                ? GatewayEntity.SubscriptionStatus.SUSPENDED
                                : GatewayEntity.SubscriptionStatus.ACTIVE,
                        subscription.startsAt(),
                        subscription.endsAt()));
    }
}
