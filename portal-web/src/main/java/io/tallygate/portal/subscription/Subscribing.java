package io.tallygate.portal.subscription;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.subscription.BillingRule;
import io.tallygate.billing.subscription.NewSubscription;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.application.Applications;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.GatewayPlans;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Puts applications on plans and takes them off. Each method is a transaction of its own, or part of the
/// caller's inside the same tenant. `consumer` narrows what is seen to one consumer's; null is for the
/// tenant's own staff.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Subscribing {
    /// How far back staff may date a start: usage older than that is not billed any more.
    static final Duration LONGEST_BACK_DATE = Duration.ofDays(400);

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Applications applications;

    @Inject
    private GatewayPlans gateways;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// An application to subscribe, as its own room knows it.
    public record Applicant(UUID application, UUID consumer, ZoneId timeZone) {}

    /// Billed by the calendar.
    public SubscriptionView subscribe(
            TenantId tenant, Applicant applicant, UUID plan, Environment environment, @Nullable Instant startsAt) {
        return subscribe(tenant, applicant, plan, environment, startsAt, BillingRule.DEFAULT);
    }

    /// Pins the application to the plan's published version and tells the gateways.
    /// @param environment  what is used in test is never billed
    /// @param startsAt  null: now; in the past for staff only, which the caller has checked
    /// @param rule      how its periods lie; for staff to choose
    /// @throws WrongInput  pointing at a plan that is not sold or a start that cannot be
    /// @throws io.tallygate.billing.subscription.AlreadySubscribed  when it has this product already
    public SubscriptionView subscribe(
            TenantId tenant,
            Applicant applicant,
            UUID plan,
            Environment environment,
            @Nullable Instant startsAt,
            BillingRule rule) {
        return transactions.inTenant(tenant, () -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Instant start = startsAt == null ? now : startsAt.truncatedTo(ChronoUnit.MICROS);
            if (start.isAfter(now)) {
                throw new WrongInput("/startsAt", because("A subscription cannot start in the future."));
            }
            if (start.isBefore(now.minus(LONGEST_BACK_DATE))) {
                throw new WrongInput("/startsAt", because("At most {0} days back.", LONGEST_BACK_DATE.toDays()));
            }
            if (applications.keep(applicant.application(), Optional.empty()).isEmpty()) {
                throw new WrongInput("/application", because("There is no such application."));
            }
            PlanOffer offer = new Catalog(store, clock)
                    .offer(plan, applicant.consumer())
                    .orElseThrow(() -> new WrongInput("/plan", because("There is no such plan on sale.")));
            Subscription subscription = new Subscriptions(store, clock)
                    .start(new NewSubscription(
                            applicant.consumer(),
                            applicant.application(),
                            offer.product().id(),
                            offer.version().id(),
                            environment,
                            applicant.timeZone(),
                            start,
                            rule));
            gateways.put(tenant, subscription, offer.product());
            return SubscriptionView.of(subscription, PlanView.of(offer));
        });
    }

    /// Ends it now; what it used until now is billed. Cancelling twice changes nothing.
    /// @return  empty when there is no such subscription, or not a visible one
    public Optional<SubscriptionView> cancel(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(tenant, () -> {
            Subscriptions subscriptions = new Subscriptions(store, clock);
            return seen(subscriptions.find(new SubscriptionId(id)), visible).map(found -> {
                Subscription ended = subscriptions.cancel(found);
                PlanOffer pinned = pinned(ended);
                gateways.put(tenant, ended, pinned.product());
                return SubscriptionView.of(ended, PlanView.of(pinned));
            });
        });
    }

    /// Asked before an application is deleted, in the transaction that does it.
    /// @throws InUse  when it has or had a subscription: what it used is billed to it
    public void mustHaveNone(UUID application) {
        long count = new Subscriptions(store, clock).countOfApplication(application);
        if (count > 0) {
            throw new InUse(
                    "It has or had %,d subscriptions, and what it used is billed to it. Revoke its keys and cancel"
                                    .formatted(count)
                            + " its subscriptions instead; it stays.");
        }
    }

    public Optional<SubscriptionView> find(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> seen(new Subscriptions(store, clock).find(new SubscriptionId(id)), visible)
                        .map(found -> SubscriptionView.of(found, PlanView.of(pinned(found)))));
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<SubscriptionView> list(TenantId tenant, SubscriptionFilter filter, @Nullable UUID after, int limit) {
        return transactions.inTenant(tenant, () -> {
            Map<UUID, PlanView> plans = new HashMap<>();
            return new Subscriptions(store, clock)
                    .list(filter, after == null ? null : new SubscriptionId(after), limit).stream()
                            .map(found -> SubscriptionView.of(
                                    found,
                                    plans.computeIfAbsent(
                                            found.planVersionId(), version -> PlanView.of(pinned(found)))))
                            .toList();
        });
    }

    private static Optional<Subscription> seen(Optional<Subscription> found, Optional<List<UUID>> visible) {
        return found.filter(subscription -> visible.isEmpty() || visible.get().contains(subscription.consumerId()));
    }

    private PlanOffer pinned(Subscription subscription) {
        return new Catalog(store, clock)
                .pinned(subscription.planVersionId())
                .orElseThrow(() -> new IllegalStateException("no plan version for " + subscription.id()));
    }
}
