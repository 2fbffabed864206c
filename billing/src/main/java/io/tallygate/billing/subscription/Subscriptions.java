package io.tallygate.billing.subscription;

import io.tallygate.metering.meter.SubscriptionId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// The tenant's subscriptions. The caller owns the transaction and has set its tenant.
public final class Subscriptions {
    private static final String ONE_ACTIVE = "subscription_one_active";
    private static final String HAS_ONE = "This application already has a subscription to this product.";

    private final EntityManager store;
    private final Clock clock;
    private final SubscriptionChanges changes;

    public Subscriptions(EntityManager store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.changes = new SubscriptionChanges(store);
    }

    /// Of two at once, one waits for the other at the unique index and is refused there.
    /// @throws AlreadySubscribed  when the application's subscription to this product overlaps the new one
    public Subscription start(NewSubscription wanted) {
        List<Subscription> overlapping = store.createQuery(
                        "select s from Subscription s where s.applicationId = :application and s.productId = :product"
                                + " and s.environment = :environment and (s.endsAt is null or s.endsAt > :startsAt)",
                        Subscription.class)
                .setParameter("application", wanted.applicationId())
                .setParameter("product", wanted.productId())
                .setParameter("environment", wanted.environment().wireName())
                .setParameter("startsAt", wanted.startsAt())
                .setMaxResults(1)
                .getResultList();
        if (!overlapping.isEmpty()) {
            Instant end = overlapping.getFirst().endsAt();
            throw new AlreadySubscribed(
                    end == null
                            ? HAS_ONE
                            : "This application's earlier subscription to this product ran until " + end + ".");
        }
        Subscription subscription = new Subscription(wanted, now());
        try {
            store.persist(subscription);
            store.flush();
        } catch (ConstraintViolationException refused) {
            if (ONE_ACTIVE.equals(refused.getConstraintName())) {
                throw new AlreadySubscribed(HAS_ONE, refused);
            }
            throw refused;
        }
        return subscription;
    }

    /// Ends it now; what it used until now is billed. Cancelling twice changes nothing.
    public Subscription cancel(Subscription subscription) {
        return change(subscription, new HistoryChange.Cancel(now()));
    }

    /// Notes the change and makes the subscription what it is now by it. One that changes nothing is not noted.
    public Subscription change(Subscription subscription, HistoryChange change) {
        store.refresh(subscription, LockModeType.PESSIMISTIC_WRITE);
        SubscriptionHistory before = changes.historyOf(subscription);
        SubscriptionHistory after = before.with(change);
        if (!after.equals(before)) {
            changes.add(subscription, change, now());
        }
        subscription.become(after, now());
        store.flush();
        return subscription;
    }

    /// Makes its row what it is by now: a change that was meant for this moment has come.
    public Subscription catchUp(Subscription subscription) {
        store.refresh(subscription, LockModeType.PESSIMISTIC_WRITE);
        subscription.become(changes.historyOf(subscription), now());
        store.flush();
        return subscription;
    }

    public SubscriptionHistory history(Subscription subscription) {
        return changes.historyOf(subscription);
    }

    public Optional<Subscription> find(SubscriptionId id) {
        return Optional.ofNullable(store.find(Subscription.class, id.value()));
    }

    /// Found and held until the transaction ends, so that nobody else bills or changes it meanwhile.
    public Optional<Subscription> findLocked(SubscriptionId id) {
        return Optional.ofNullable(store.find(Subscription.class, id.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Subscription> list(SubscriptionFilter filter, @Nullable SubscriptionId after, int limit) {
        return store.createQuery("""
            select s from Subscription s
            where (:everyone = true or s.consumerId in :consumers)
              and (:application is null or s.applicationId = :application)
              and (:product is null or s.productId = :product)
              and (:environment is null or s.environment = :environment)
              and (:status is null or s.status = :status)
              and (:after is null or s.id > :after)
            order by s.id\
            """, Subscription.class)
                .setParameter("everyone", filter.consumers() == null)
                .setParameter("consumers", filter.consumers() == null ? List.of() : filter.consumers())
                .setParameter("application", filter.application())
                .setParameter("product", filter.product())
                .setParameter(
                        "environment",
                        filter.environment() == null
                                ? null
                                : filter.environment().wireName())
                .setParameter("status", filter.status())
                .setParameter("after", after == null ? null : after.value())
                .setMaxResults(limit)
                .getResultList();
    }

    /// Running or ended.
    public long countOfProduct(UUID product) {
        return count("s.productId = :it", product);
    }

    /// That are, were or will be on any of the plan's versions, running or ended.
    public long countOfPlan(UUID plan) {
        return count(
                "exists (select 1 from PlanVersion v where v.planId = :it and (v.id = s.planVersionId or v.id ="
                        + " s.firstPlanVersionId or exists (select 1 from SubscriptionChangeRow c where"
                        + " c.subscriptionId = s.id and c.planVersionId = v.id)))",
                plan);
    }

    /// Running or ended.
    public long countOfApplication(UUID application) {
        return count("s.applicationId = :it", application);
    }

    private long count(String which, UUID it) {
        return store.createQuery("select count(s) from Subscription s where " + which, Long.class)
                .setParameter("it", it)
                .getSingleResult();
    }

    /// To the microsecond, which is what the store keeps: what is answered now equals what is read later.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// The billing time zones in use, where there is something to bill.
    public List<ZoneId> timeZones() {
        return store.createQuery(
                        "select distinct s.timeZone from Subscription s where s.environment = 'live'", String.class)
                .getResultStream()
                .map(ZoneId::of)
                .toList();
    }
}
