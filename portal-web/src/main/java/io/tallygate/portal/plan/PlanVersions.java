package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.PlanStatus;
import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Product;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The versions of a plan: one draft and one on sale, for everybody and for each consumer that has terms of its
/// own; all that were sold before stay, since subscriptions are pinned to them.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class PlanVersions {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private TermChecks checks;

    @Inject
    private GatewayPlans gateways;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// Newest first.
    /// @param before  the last id of the page before; null for the first page
    /// @return        empty when the product has no such plan
    public Optional<List<PlanView>> list(TenantId tenant, UUID product, UUID plan, @Nullable UUID before, int limit) {
        return transactions.inTenant(
                tenant,
                () -> plan(product, plan, LockModeType.NONE)
                        .map(found -> catalog().versions(found, before, limit).stream()
                                .map(version -> view(found, version))
                                .toList()));
    }

    public Optional<PlanView> find(TenantId tenant, UUID product, UUID plan, UUID version) {
        return transactions.inTenant(
                tenant,
                () -> plan(product, plan, LockModeType.NONE)
                        .flatMap(found -> version(found, version).map(one -> view(found, one))));
    }

    /// A draft that nobody can buy before it is published.
    /// @param consumer  whom alone it is for; null: everybody
    /// @return          empty when the product has no such plan
    /// @throws InUse    when there is a draft for them already
    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    public Optional<PlanView> draft(
            TenantId tenant, UUID product, UUID plan, PlanTerms terms, @Nullable UUID consumer) {
        return transactions.inTenant(
                tenant,
                () -> plan(product, plan, LockModeType.PESSIMISTIC_WRITE).map(found -> {
                    checks.check(tenant, terms, consumer);
                    if (catalog().draftOf(found, consumer).isPresent()) {
                        throw new InUse("There is a draft of this plan already. Publish or delete it first.");
                    }
                    return view(found, catalog().draft(found, terms, consumer));
                }));
    }

    /// As nobody else can change it until the caller's transaction ends.
    public Optional<PlanView> hold(UUID product, UUID plan, UUID version) {
        return plan(product, plan, LockModeType.PESSIMISTIC_WRITE)
                .flatMap(found -> version(found, version).map(one -> view(found, one)));
    }

    /// On sale from now on, instead of the one before; gateways know it before anybody can buy it. Publishing
    /// what is on sale changes nothing.
    /// @param held  by [#hold], in the caller's transaction
    /// @throws io.tallygate.portal.input.WrongInput  when a closed month would not bill all that it says
    /// @throws InUse  when it was on sale and is no more: its terms are made anew as another version
    public PlanView publish(TenantId tenant, PlanView held) {
        Plan plan = catalog().plan(held.id()).orElseThrow();
        PlanVersion version = catalog().version(held.planVersion()).orElseThrow();
        if (version.status() == PlanStatus.ARCHIVED) {
            throw new InUse("This version was on sale before; what it says can be sold as a new version.");
        }
        if (version.status() == PlanStatus.DRAFT) {
            checks.mustBeBillable(tenant, version.terms());
            catalog().publish(version);
            gateways.put(tenant, new PlanOffer(product(plan), plan, version));
        }
        return view(plan, version);
    }

    /// @param held  by [#hold], in the caller's transaction
    /// @throws InUse  when it was ever on sale
    public void discard(PlanView held) {
        PlanVersion version = catalog().version(held.planVersion()).orElseThrow();
        if (version.status() != PlanStatus.DRAFT) {
            throw new InUse("Only a draft can be deleted: subscriptions are pinned to what was on sale.");
        }
        catalog().discard(version);
    }

    private Optional<Plan> plan(UUID product, UUID plan, LockModeType lock) {
        return Optional.ofNullable(store.find(Plan.class, plan, lock))
                .filter(found -> found.productId().equals(product));
    }

    private Optional<PlanVersion> version(Plan plan, UUID version) {
        return catalog().version(version).filter(found -> found.planId().equals(plan.id()));
    }

    private Product product(Plan plan) {
        return catalog().product(plan.productId()).orElseThrow();
    }

    private PlanView view(Plan plan, PlanVersion version) {
        return PlanView.of(new PlanOffer(product(plan), plan, version));
    }

    private Catalog catalog() {
        return new Catalog(store, clock);
    }
}
