package io.tallygate.portal.subscription;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.billing.catalog.Catalog;
import io.tallygate.billing.catalog.PlanOffer;
import io.tallygate.billing.run.ChangePreview;
import io.tallygate.billing.run.Changes;
import io.tallygate.billing.subscription.HistoryChange;
import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.plan.GatewayPlans;
import io.tallygate.portal.plan.PlanView;
import io.tallygate.portal.tasks.Tasks;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.usage.MeteredCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Moves subscriptions to other plans, pauses and resumes them, ends them later, and says before what that costs. Each
/// method is a transaction of its own. All throw [io.tallygate.billing.subscription.ChangeRefused] for what cannot be.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Changing {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private GatewayPlans gateways;

    @Inject
    private MeteredCalls usage;

    @Inject
    private Tasks tasks;

    @Inject
    private SubscriptionsDue due;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// When a change takes effect.
    public sealed interface When {
        record Now() implements When {}

        record PeriodEnd() implements When {}

        /// @param moment  in the past for staff only, which the caller has checked
        record At(Instant moment) implements When {}
    }

    /// What is wanted of a subscription.
    public sealed interface Wish {
        When when();

        record OtherPlan(UUID plan, When when) implements Wish {}

        /// @param until  null: until somebody resumes it
        record Pause(When when, @Nullable Instant until) implements Wish {}

        record Resume(When when) implements Wish {}

        record End(When when) implements Wish {}
    }

    /// @param plan  that it is on then; null when it ends
    public record Preview(
            SubscriptionView subscription,
            ChangePreview change,
            @Nullable PlanView plan) {}

    /// @return  empty when there is no such subscription, or not a visible one
    public Optional<SubscriptionView> make(TenantId tenant, UUID id, Optional<List<UUID>> visible, Wish wish) {
        return transactions.inTenant(
                tenant,
                () -> seen(id, visible).map(found -> {
                    Changes changes = changes();
                    return tell(tenant, changes.make(found, change(changes, found, wish)));
                }));
    }

    /// @return  empty when there is no such subscription, or not a visible one
    public Optional<Preview> preview(TenantId tenant, UUID id, Optional<List<UUID>> visible, Wish wish) {
        return transactions.inTenant(
                tenant,
                () -> seen(id, visible).map(found -> {
                    Changes changes = changes();
                    HistoryChange change = change(changes, found, wish);
                    ChangePreview preview = changes.preview(tenant, found, change);
                    PlanView then = preview.after()
                            .at(change.at())
                            .map(phase -> PlanView.of(pinned(phase.planVersion())))
                            .orElse(null);
                    return new Preview(
                            SubscriptionView.of(found, PlanView.of(pinned(found.planVersionId()))), preview, then);
                }));
    }

    /// What was meant for now has come: the row and the gateways follow.
    void catchUp(TenantId tenant, UUID id) {
        transactions.inTenant(
                tenant,
                () -> new Subscriptions(store, clock)
                        .find(new SubscriptionId(id))
                        .map(found -> tell(tenant, new Subscriptions(store, clock).catchUp(found))));
    }

    private SubscriptionView tell(TenantId tenant, Subscription changed) {
        PlanOffer pinned = pinned(changed.planVersionId());
        gateways.put(tenant, pinned);
        gateways.put(tenant, changed, pinned.product());
        Instant next = changed.nextChangeAt();
        if (next != null) {
            String id = changed.id().toString();
            tasks.later(due, tenant, id + "/" + next.toEpochMilli(), id, next);
        }
        return SubscriptionView.of(changed, PlanView.of(pinned));
    }

    private HistoryChange change(Changes changes, Subscription subscription, Wish wish) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant at = switch (wish.when()) {
            case When.Now() -> now;
            case When.PeriodEnd() -> changes.periodEnd(subscription);
            case When.At(var moment) -> moment.truncatedTo(ChronoUnit.MICROS);
        };
        if (at.isBefore(now.minus(Subscribing.LONGEST_BACK_DATE))
                || at.isAfter(now.plus(Subscribing.LONGEST_BACK_DATE))) {
            throw new WrongInput("/at", because("At most {0} days away.", Subscribing.LONGEST_BACK_DATE.toDays()));
        }
        return switch (wish) {
            case Wish.OtherPlan other -> new HistoryChange.ToPlan(onSale(other.plan(), subscription.consumerId()), at);
            case Wish.Pause pause -> new HistoryChange.Pause(at, after(at, pause.until()));
            case Wish.Resume resume -> new HistoryChange.Resume(at);
            case Wish.End end -> new HistoryChange.Cancel(at);
        };
    }

    private static @Nullable Instant after(Instant at, @Nullable Instant until) {
        if (until != null && !until.isAfter(at)) {
            throw new WrongInput("/until", because("A pause ends after it begins."));
        }
        return until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
    }

    private UUID onSale(UUID plan, UUID consumer) {
        return new Catalog(store, clock)
                .offer(plan, consumer)
                .orElseThrow(() -> new WrongInput("/plan", because("There is no such plan on sale.")))
                .version()
                .id();
    }

    private Optional<Subscription> seen(UUID id, Optional<List<UUID>> visible) {
        return new Subscriptions(store, clock)
                .find(new SubscriptionId(id))
                .filter(found -> visible.isEmpty() || visible.get().contains(found.consumerId()));
    }

    private PlanOffer pinned(UUID version) {
        return new Catalog(store, clock)
                .pinned(version)
                .orElseThrow(() -> new IllegalStateException("no plan version " + version));
    }

    private Changes changes() {
        return new Changes(store, clock, usage);
    }
}
