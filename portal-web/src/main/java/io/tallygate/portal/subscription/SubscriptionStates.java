package io.tallygate.portal.subscription;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// All running subscriptions at once, for the document of a whole tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class SubscriptionStates {
    @Inject
    private TenantTransactions transactions;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    /// @param version  of the plan, to which it is pinned
    public record Running(
            UUID id, UUID application, UUID product, UUID plan, int version, String environmentName, Instant startsAt) {
        public Environment environment() {
            return Environment.of(environmentName).orElseThrow();
        }
    }

    /// Oldest first.
    public List<Running> running(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> store.createQuery(
                                "select new io.tallygate.portal.subscription.SubscriptionStates$Running(s.id,"
                                    + " s.applicationId, s.productId, v.planId, v.version, s.environment, s.startsAt)"
                                    + " from Subscription s join PlanVersion v on v.id = s.planVersionId where"
                                    + " s.endsAt is null order by s.id",
                                Running.class)
                        .getResultList());
    }

    /// Applications that any subscription, however old, names: invoices tell of them.
    public Set<UUID> everSubscribed(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> new HashSet<>(store.createQuery("select distinct s.applicationId from Subscription s", UUID.class)
                        .getResultList()));
    }
}
