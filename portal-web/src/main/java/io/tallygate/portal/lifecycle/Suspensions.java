package io.tallygate.portal.lifecycle;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.tenancy.Suspension;
import io.tallygate.portal.tenancy.Suspension.Cause;
import io.tallygate.portal.tenancy.Tenant;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Closes a tenant's APIs and holds its data still, and opens both again. Nothing else of the tenant is touched, so
/// resuming restores exactly what was.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Suspensions {
    private static final int LONGEST_REASON = 500;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private GatewayConfiguration gateways;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Oldest first; empty when the tenant is open.
    public List<Suspension> of(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Suspension s order by s.since, s.id", Suspension.class)
                        .getResultList());
    }

    /// Gateways refuse the tenant's calls as soon as this has committed. The same cause again changes nothing.
    /// @throws io.tallygate.portal.input.WrongInput  when the reason is too long
    public void suspend(TenantId tenant, Cause cause, @Nullable String reason) {
        InputCheck check = new InputCheck();
        String kept = check.optional("/reason", reason, LONGEST_REASON);
        check.done();
        transactions.inTenant(tenant, () -> {
            lock(tenant);
            if (find(cause).isEmpty()) {
                entities.persist(new Suspension(cause, kept, clock.instant().truncatedTo(ChronoUnit.MICROS)));
                gateways.put(tenant, tenant.value(), GatewayEntity.Tenant.SUSPENDED);
            }
        });
    }

    /// Takes one cause back; the tenant is open again when it was the only one.
    /// @return false when the tenant was not suspended for that cause
    public boolean resume(TenantId tenant, Cause cause) {
        return transactions.inTenant(tenant, () -> {
            lock(tenant);
            Optional<Suspension> found = find(cause);
            found.ifPresent(suspension -> {
                entities.remove(suspension);
                entities.flush();
                if (of(tenant).isEmpty()) {
                    gateways.delete(tenant, Kind.TENANT, tenant.value());
                }
            });
            return found.isPresent();
        });
    }

    /// Two causes that come and go at the same moment: the second sees what the first left.
    private void lock(TenantId tenant) {
        entities.find(Tenant.class, tenant.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    private Optional<Suspension> find(Cause cause) {
        return entities.createQuery("from Suspension s where s.cause = :cause", Suspension.class)
                .setParameter("cause", cause.wireName())
                .getResultStream()
                .findFirst();
    }
}
