package io.tallygate.portal.usage;

import io.tallygate.billing.subscription.Subscription;
import io.tallygate.billing.subscription.SubscriptionFilter;
import io.tallygate.billing.subscription.Subscriptions;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageQueryInvalid;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which subscriptions are whose: an event names a subscription and nobody else.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
class OwnSubscriptions {
    private static final int MOST = 1_000;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// Whatever has become of them.
    /// @throws UsageQueryInvalid  when there are too many to ask for
    List<String> of(TenantId tenant, @Nullable UUID consumer, @Nullable UUID application) {
        SubscriptionFilter filter =
                new SubscriptionFilter(consumer == null ? null : List.of(consumer), application, null, null, null);
        List<String> found = transactions.inTenant(
                tenant,
                () -> new Subscriptions(store, clock)
                        .list(filter, null, MOST + 1).stream()
                                .map(Subscription::id)
                                .map(Object::toString)
                                .toList());
        if (found.size() > MOST) {
            throw new UsageQueryInvalid("consumer", "has more than " + MOST + " subscriptions: name one of them");
        }
        return found;
    }
}
