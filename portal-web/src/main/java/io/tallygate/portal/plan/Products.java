package io.tallygate.portal.plan;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.Plan;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.catalog.PlanVersion;
import io.tallygate.billing.catalog.Product;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.Publishing;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// A tenant's products and plans. Each method is a transaction of its own, or part of the caller's inside
/// the same tenant. Who may call which is decided by who asks.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Products {
    static final int LONGEST_NAME = 200;
    static final int LONGEST_DESCRIPTION = 4000;
    static final int MOST_APIS = 1000;
    private static final int PAGE = 200;
    /// How many of the things that stand in the way of a deletion are named.
    private static final int NAMED = 3;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Publishing publishing;

    @Inject
    private GatewayPlans gateways;

    @Inject
    private TermChecks termChecks;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// @throws WrongInput  pointing at what cannot be
    public ProductView create(TenantId tenant, NewProduct wanted) {
        return transactions.inTenant(tenant, () -> {
            String name = name(wanted.name());
            String description = description(wanted.description());
            List<UUID> apis = apis(tenant, wanted.apis());
            String slug = Slugs.of(wanted.slug(), name);
            try {
                return ProductView.of(catalog().createProduct(slug, name, description, apis));
            } catch (ConstraintViolationException refused) {
                throw slugTaken(refused, "product_slug", because("A product with this slug exists: {0}", slug));
            }
        });
    }

    /// What the product covers from now on is told to the gateways for all its subscriptions, in the same
    /// transaction.
    /// @return  empty when there is no such product
    /// @throws WrongInput  pointing at what cannot be
    public Optional<ProductView> change(TenantId tenant, UUID id, ProductChange change) {
        return transactions.inTenant(
                tenant, () -> catalog().product(id).map(product -> changed(tenant, product, change)));
    }

    private ProductView changed(TenantId tenant, Product product, ProductChange change) {
        String name = change.name() == null ? product.name() : name(change.name());
        String description = change.description() == null ? product.description() : description(change.description());
        product.describe(name, description);
        if (change.apis() != null) {
            product.sell(apis(tenant, change.apis()));
            store.flush();
            announceSubscriptions(tenant, product);
        }
        return ProductView.of(product);
    }

    private void announceSubscriptions(TenantId tenant, Product product) {
        Subscriptions subscriptions = new Subscriptions(store, clock);
        SubscriptionFilter active = SubscriptionFilter.activeOf(product.id());
        @Nullable SubscriptionId last = null;
        List<Subscription> page;
        do {
            page = subscriptions.list(active, last, PAGE);
            for (Subscription subscription : page) {
                gateways.put(tenant, subscription, product);
                last = subscription.id();
            }
        } while (page.size() == PAGE);
    }

    /// A plan with its version 1, published at once and told to the gateways.
    /// @return  empty when there is no such product
    /// @throws WrongInput  pointing at what cannot be
    public Optional<PlanView> createPlan(TenantId tenant, UUID productId, NewPlan wanted) {
        return transactions.inTenant(tenant, () -> {
            Catalog catalog = catalog();
            return catalog.product(productId).map(product -> {
                String name = name(wanted.name());
                String description = description(wanted.description());
                String slug = Slugs.of(wanted.slug(), name);
                termChecks.check(tenant, wanted.terms(), wanted.consumer());
                termChecks.mustBeBillable(tenant, wanted.terms());
                Plan plan;
                try {
                    plan = catalog.createPlan(product, slug, name, description);
                } catch (ConstraintViolationException refused) {
                    throw slugTaken(refused, "plan_slug", because("A plan of this product has this slug: {0}", slug));
                }
                PlanVersion version = catalog.draft(plan, wanted.terms(), wanted.consumer());
                catalog.publish(version);
                PlanOffer offer = new PlanOffer(product, plan, version);
                gateways.put(tenant, offer);
                return PlanView.of(offer);
            });
        });
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<ProductView> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> catalog().products(after, limit).stream()
                        .map(ProductView::of)
                        .toList());
    }

    public Optional<ProductView> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> catalog().product(id).map(ProductView::of));
    }

    public Optional<ProductView> bySlug(TenantId tenant, String slug) {
        return transactions.inTenant(tenant, () -> catalog().productBySlug(slug).map(ProductView::of));
    }

    /// Every product that sells this API, oldest first.
    public List<ProductView> selling(TenantId tenant, UUID api) {
        return transactions.inTenant(
                tenant,
                () -> catalog().productsWith(api).stream().map(ProductView::of).toList());
    }

    /// Asked before an API is deleted, in the transaction that does it.
    /// @throws InUse  naming the products that sell the API
    public void mustNotSell(UUID api) {
        List<Product> selling = catalog().productsWith(api);
        if (!selling.isEmpty()) {
            throw new InUse("Products sell it: "
                    + InUse.naming(
                            selling.stream().limit(NAMED).map(Product::name).toList(), selling.size())
                    + ". Take it out of them first.");
        }
    }

    /// The product as nobody else can change it until the caller's transaction ends.
    public Optional<ProductView> hold(UUID id) {
        return Optional.ofNullable(store.find(Product.class, id, LockModeType.PESSIMISTIC_WRITE))
                .map(ProductView::of);
    }

    /// The product with its plans, in the caller's transaction; gateways forget the plans.
    /// @param held  by [#hold]
    /// @throws InUse  when somebody subscribed to it, ever: what was used is billed by its plans
    public void delete(TenantId tenant, ProductView held) {
        refuseIfSubscribed(new Subscriptions(store, clock).countOfProduct(held.id()), "product");
        Catalog catalog = catalog();
        Product product = catalog.product(held.id()).orElseThrow();
        catalog.plans(product).forEach(plan -> delete(tenant, plan));
        catalog.delete(product);
    }

    /// The plan as it is sold now, and as nobody else can change it until the caller's transaction ends.
    public Optional<PlanView> holdPlan(UUID product, UUID plan) {
        return Optional.ofNullable(store.find(Plan.class, plan, LockModeType.PESSIMISTIC_WRITE))
                .filter(found -> found.productId().equals(product))
                .flatMap(found -> catalog().offer(plan).map(PlanView::of));
    }

    /// The plan with its versions, in the caller's transaction; gateways forget them.
    /// @param held  by [#holdPlan]
    /// @throws InUse  when somebody subscribed to it, ever: what was used is billed by its prices
    public void deletePlan(TenantId tenant, PlanView held) {
        refuseIfSubscribed(new Subscriptions(store, clock).countOfPlan(held.id()), "plan");
        delete(tenant, catalog().plan(held.id()).orElseThrow());
    }

    private void delete(TenantId tenant, Plan plan) {
        catalog().delete(plan).forEach(version -> gateways.forget(tenant, version));
    }

    private static void refuseIfSubscribed(long subscriptions, String what) {
        if (subscriptions > 0) {
            throw new InUse("%,d subscriptions are or were on this %s; what they used is billed by it. It stays."
                    .formatted(subscriptions, what));
        }
    }

    /// What can be bought of this product now; empty also when there is no such product.
    public List<PlanView> offers(TenantId tenant, UUID product) {
        return transactions.inTenant(
                tenant,
                () -> catalog().offers(product).stream().map(PlanView::of).toList());
    }

    /// The plan as it is sold now.
    public Optional<PlanView> offer(TenantId tenant, UUID plan) {
        return transactions.inTenant(tenant, () -> catalog().offer(plan).map(PlanView::of));
    }

    /// What this consumer can buy of this product now, with its own terms where it has some.
    public List<PlanView> offers(TenantId tenant, UUID product, UUID consumer) {
        return transactions.inTenant(
                tenant,
                () -> catalog().offers(product, consumer).stream()
                        .map(PlanView::of)
                        .toList());
    }

    /// The plan as this consumer is sold it now.
    public Optional<PlanView> offer(TenantId tenant, UUID plan, UUID consumer) {
        return transactions.inTenant(
                tenant, () -> catalog().offer(plan, consumer).map(PlanView::of));
    }

    private Catalog catalog() {
        return new Catalog(store, clock);
    }

    private List<UUID> apis(TenantId tenant, List<UUID> wanted) {
        List<UUID> apis = wanted.stream().distinct().toList();
        if (apis.isEmpty()) {
            throw new WrongInput("/apis", because("A product sells at least one API."));
        }
        if (apis.size() > MOST_APIS) {
            throw new WrongInput("/apis", because("At most {0} APIs.", MOST_APIS));
        }
        Set<UUID> known = publishing.known(tenant, apis);
        List<WrongInput.Member> unknown = new ArrayList<>();
        for (int at = 0; at < wanted.size(); at++) {
            if (!known.contains(wanted.get(at))) {
                unknown.add(new WrongInput.Member("/apis/" + at, because("There is no such API.")));
            }
        }
        if (!unknown.isEmpty()) {
            throw new WrongInput(unknown);
        }
        return apis;
    }

    private static String name(String wanted) {
        String name = wanted.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new WrongInput("/name", because("1 to {0} characters.", LONGEST_NAME));
        }
        return name;
    }

    private static String description(@Nullable String wanted) {
        String description = wanted == null ? "" : wanted.strip();
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new WrongInput("/description", because("At most {0} characters.", LONGEST_DESCRIPTION));
        }
        return description;
    }

    private static RuntimeException slugTaken(ConstraintViolationException refused, String constraint, Reason reason) {
        return constraint.equals(refused.getConstraintName()) ? new WrongInput("/slug", reason) : refused;
    }
}
