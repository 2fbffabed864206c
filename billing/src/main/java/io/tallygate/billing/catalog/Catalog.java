package io.tallygate.billing.catalog;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tenant's products, plans and plan versions. The caller owns the transaction and has set its tenant;
/// rows of other tenants do not exist here.
public final class Catalog {
    private static final String OFFER = "select new io.tallygate.billing.catalog.PlanOffer(product, plan, version)"
            + " from PlanVersion version join Plan plan on plan.id = version.planId"
            + " join Product product on product.id = plan.productId ";

    private final EntityManager store;
    private final Clock clock;

    public Catalog(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// @throws jakarta.persistence.PersistenceException  when the slug is taken (constraint `product_slug`)
    public Product createProduct(String slug, String name, String description, List<UUID> apiIds) {
        Product product = new Product(slug, name, description, apiIds, now());
        store.persist(product);
        store.flush();
        return product;
    }

    /// @throws jakarta.persistence.PersistenceException  when the slug is taken in this product (constraint
    /// `plan_slug`)
    public Plan createPlan(Product product, String slug, String name, String description) {
        Plan plan = new Plan(product.id(), slug, name, description, now());
        store.persist(plan);
        store.flush();
        return plan;
    }

    /// A draft with the plan's next version number. A plan has at most one draft.
    public PlanVersion draft(Plan plan, PlanTerms terms) {
        return draft(plan, terms, null);
    }

    /// @param consumer  for whom alone the terms are meant; null: for everybody. Each has at most one draft
    /// @throws jakarta.persistence.PersistenceException  when there is one (constraint `plan_version_one_draft`)
    public PlanVersion draft(Plan plan, PlanTerms terms, @Nullable UUID consumer) {
        int last = store.createQuery(
                        "select coalesce(max(version.version), 0) from PlanVersion version where version.planId ="
                                + " :plan",
                        Integer.class)
                .setParameter("plan", plan.id())
                .getSingleResult();
        PlanVersion version = new PlanVersion(plan.id(), last + 1, terms, consumer, now());
        store.persist(version);
        store.flush();
        return version;
    }

    /// From now on new subscriptions get this version; the one published so far, for the same consumer or for
    /// everybody,
    /// is archived and stays binding for those who have it.
    public void publish(PlanVersion draft) {
        inStatus(draft.planId(), draft.consumerId(), PlanStatus.PUBLISHED).ifPresent(before -> {
            before.archive();
            store.flush(); // a plan has one published version at any moment, also between two statements
        });
        draft.publish(now());
        store.flush();
    }

    /// Nobody can subscribe to the plan any more; its version stays binding for those who have it. Withdrawing
    /// what is not sold changes nothing.
    public void withdraw(Plan plan) {
        published(plan.id()).ifPresent(version -> {
            version.archive();
            store.flush();
        });
    }

    public Optional<Product> product(UUID id) {
        return Optional.ofNullable(store.find(Product.class, id));
    }

    public Optional<Product> productBySlug(String slug) {
        return store.createQuery("select product from Product product where product.slug = :slug", Product.class)
                .setParameter("slug", slug)
                .getResultStream()
                .findFirst();
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Product> products(@Nullable UUID after, int limit) {
        return store.createQuery(
                        "select product from Product product where :after is null or product.id > :after order by"
                                + " product.id",
                        Product.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    /// Every product that sells this API, oldest first.
    public List<Product> productsWith(UUID apiId) {
        return store.createQuery(
                        "select product from Product product where array_contains(product.apiIds, :api) order by"
                                + " product.id",
                        Product.class)
                .setParameter("api", apiId)
                .getResultList();
    }

    /// In the order in which they were made.
    public List<Plan> plans(Product product) {
        return store.createQuery(
                        "select plan from Plan plan where plan.productId = :product order by plan.id", Plan.class)
                .setParameter("product", product.id())
                .getResultList();
    }

    /// @throws jakarta.persistence.PersistenceException  while a plan of it is left
    public void delete(Product product) {
        store.remove(product);
        store.flush();
    }

    /// With all its versions.
    /// @return  the versions' ids
    /// @throws jakarta.persistence.PersistenceException  while a subscription is pinned to one of them
    public List<UUID> delete(Plan plan) {
        List<PlanVersion> versions = store.createQuery(
                        "select version from PlanVersion version where version.planId = :plan", PlanVersion.class)
                .setParameter("plan", plan.id())
                .getResultList();
        versions.forEach(store::remove);
        store.flush();
        store.remove(plan);
        store.flush();
        return versions.stream().map(PlanVersion::id).toList();
    }

    public Optional<Plan> plan(UUID id) {
        return Optional.ofNullable(store.find(Plan.class, id));
    }

    public Optional<PlanVersion> version(UUID id) {
        return Optional.ofNullable(store.find(PlanVersion.class, id));
    }

    /// What everybody is sold.
    public Optional<PlanVersion> published(UUID planId) {
        return inStatus(planId, null, PlanStatus.PUBLISHED);
    }

    private Optional<PlanVersion> inStatus(UUID planId, @Nullable UUID consumer, PlanStatus status) {
        return store.createQuery(
                        "select version from PlanVersion version where version.planId = :plan and version.status ="
                                + " :status and version.consumerId is not distinct from :consumer",
                        PlanVersion.class)
                .setParameter("plan", planId)
                .setParameter("consumer", consumer)
                .setParameter("status", status)
                .getResultStream()
                .findFirst();
    }

    /// What can be bought of this product now, in the order in which its plans were made.
    public List<PlanOffer> offers(UUID productId) {
        return store.createQuery(
                        OFFER + "where product.id = :product and version.status = :published and version.consumerId is"
                                + " null order by plan.id",
                        PlanOffer.class)
                .setParameter("product", productId)
                .setParameter("published", PlanStatus.PUBLISHED)
                .getResultList();
    }

    /// What this consumer can buy of this product now: its own terms where it has some, else everybody's.
    public List<PlanOffer> offers(UUID productId, UUID consumer) {
        Map<UUID, PlanOffer> offers = new LinkedHashMap<>();
        store.createQuery(
                        OFFER + "where product.id = :product and version.status = :published and (version.consumerId"
                                + " is null or version.consumerId = :consumer) order by plan.id, version.consumerId"
                                + " nulls last",
                        PlanOffer.class)
                .setParameter("product", productId)
                .setParameter("published", PlanStatus.PUBLISHED)
                .setParameter("consumer", consumer)
                .getResultList()
                .forEach(offer -> offers.putIfAbsent(offer.plan().id(), offer));
        return List.copyOf(offers.values());
    }

    /// The plan's version that is sold now; empty when there is no such plan or it is not sold.
    public Optional<PlanOffer> offer(UUID planId) {
        return store.createQuery(
                        OFFER + "where plan.id = :plan and version.status = :published and version.consumerId is null",
                        PlanOffer.class)
                .setParameter("plan", planId)
                .setParameter("published", PlanStatus.PUBLISHED)
                .getResultStream()
                .findFirst();
    }

    /// What this consumer is sold: terms of its own where there are some, else everybody's.
    public Optional<PlanOffer> offer(UUID planId, UUID consumer) {
        return store.createQuery(
                        OFFER + "where plan.id = :plan and version.status = :published and (version.consumerId is null"
                                + " or version.consumerId = :consumer) order by version.consumerId nulls last",
                        PlanOffer.class)
                .setParameter("plan", planId)
                .setParameter("published", PlanStatus.PUBLISHED)
                .setParameter("consumer", consumer)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /// Newest first, for everybody and for single consumers.
    /// @param before  the last id of the page before; null for the first page
    public List<PlanVersion> versions(Plan plan, @Nullable UUID before, int limit) {
        return store.createQuery(
                        "select version from PlanVersion version where version.planId = :plan and (:before is null or"
                                + " version.id < :before) order by version.id desc",
                        PlanVersion.class)
                .setParameter("plan", plan.id())
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
    }

    /// What is written for this consumer (null: everybody) and not on sale yet.
    public Optional<PlanVersion> draftOf(Plan plan, @Nullable UUID consumer) {
        return inStatus(plan.id(), consumer, PlanStatus.DRAFT);
    }

    /// A draft nobody wants any more.
    /// @throws IllegalStateException  when it was published
    public void discard(PlanVersion draft) {
        if (draft.status() != PlanStatus.DRAFT) {
            throw new IllegalStateException("only a draft can be discarded: version " + draft.version());
        }
        store.remove(draft);
        store.flush();
    }

    /// What a subscription is pinned to, whatever its status is by now.
    public Optional<PlanOffer> pinned(UUID planVersionId) {
        return store.createQuery(OFFER + "where version.id = :version", PlanOffer.class)
                .setParameter("version", planVersionId)
                .getResultStream()
                .findFirst();
    }

    /// To the microsecond, which is what the store keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
