package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.PlanStatus;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Product;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All products and plans at once, for the document of a whole tenant, and the changes that only it makes:
/// names in addresses, new terms, withdrawal.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ProductStates {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private GatewayPlans gateways;

    @Inject
    private TermChecks checks;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// @param terms           of the version on sale; null when the plan is withdrawn
    /// @param version         the number of its newest version
    /// @param subscribers     running subscriptions to any of its versions
    /// @param everSubscribed  whether there was ever one
    public record PlanState(
            UUID id,
            UUID product,
            String slug,
            String name,
            String description,
            @Nullable PlanTerms terms,
            int version,
            long subscribers,
            boolean everSubscribed) {}

    /// @param products       oldest first
    /// @param plans          oldest first, also those that are not sold any more
    /// @param everSubscribed products that any subscription, however old, names
    public record All(List<ProductView> products, List<PlanState> plans, Set<UUID> everSubscribed) {}

    public All all(TenantId tenant) {
        return transactions.inTenant(tenant, () -> {
            Map<UUID, Long> subscribers = new HashMap<>();
            store.createQuery(
                            "select v.planId, sum(case when s.endsAt is null then 1 else 0 end) from Subscription s"
                                    + " join PlanVersion v on v.id = s.planVersionId group by v.planId",
                            Object[].class)
                    .getResultStream()
                    .forEach(row -> subscribers.put((UUID) row[0], (Long) row[1]));
            List<PlanState> plans = store.createQuery(
                            "select p, v, (select coalesce(max(n.version), 0) from PlanVersion n where n.planId ="
                                    + " p.id) from Plan p left join PlanVersion v on v.planId = p.id and v.status ="
                                    + " :published and v.consumerId is null order by p.id",
                            Object[].class)
                    .setParameter("published", PlanStatus.PUBLISHED)
                    .getResultStream()
                    .map(row -> state((Plan) row[0], (PlanVersion) row[1], (Integer) row[2], subscribers))
                    .toList();
            return new All(
                    store.createQuery("from Product p order by p.id", Product.class)
                            .getResultStream()
                            .map(ProductView::of)
                            .toList(),
                    plans,
                    new HashSet<>(store.createQuery("select distinct s.productId from Subscription s", UUID.class)
                            .getResultList()));
        });
    }

    private static PlanState state(Plan plan, @Nullable PlanVersion sold, int newest, Map<UUID, Long> subscribers) {
        return new PlanState(
                plan.id(),
                plan.productId(),
                plan.slug(),
                plan.name(),
                plan.description(),
                sold == null ? null : sold.terms(),
                newest,
                subscribers.getOrDefault(plan.id(), 0L),
                subscribers.containsKey(plan.id()));
    }

    public void rename(TenantId tenant, UUID product, String slug) {
        transactions.inTenant(
                tenant, () -> catalog().product(product).orElseThrow().rename(slug));
    }

    public void describe(TenantId tenant, UUID plan, String slug, String name, String description) {
        transactions.inTenant(tenant, () -> {
            Plan found = catalog().plan(plan).orElseThrow();
            boolean renamed = !found.name().equals(name);
            found.describe(slug, name, description);
            store.flush();
            if (renamed) {
                // gateways name the plan when they refuse a call
                catalog().offer(plan).ifPresent(offer -> gateways.put(tenant, offer));
            }
        });
    }

    /// A new version on sale, with these terms. Who subscribed before stays on the version they have.
    public void sell(TenantId tenant, UUID plan, PlanTerms terms) {
        transactions.inTenant(tenant, () -> {
            checks.check(tenant, terms, null);
            checks.mustBeBillable(tenant, terms);
            Catalog catalog = catalog();
            Plan found = catalog.plan(plan).orElseThrow();
            PlanVersion version = catalog.draft(found, terms);
            catalog.publish(version);
            Product product = catalog.product(found.productId()).orElseThrow();
            gateways.put(tenant, new PlanOffer(product, found, version));
        });
    }

    /// Off sale; who subscribed stays.
    public void withdraw(TenantId tenant, UUID plan) {
        transactions.inTenant(
                tenant, () -> catalog().withdraw(catalog().plan(plan).orElseThrow()));
    }

    private Catalog catalog() {
        return new Catalog(store, clock);
    }
}
