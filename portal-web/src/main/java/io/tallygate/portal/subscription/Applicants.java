package io.tallygate.portal.subscription;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.subscription.Subscribing.Applicant;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds the application that is to be subscribed, with the consumer that pays and its billing time zone.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Applicants {
    @Inject
    private TenantTransactions transactions;

    @PersistenceContext(unitName = "portal")
    private EntityManager store;

    public Optional<Applicant> find(TenantId tenant, UUID application) {
        return transactions.inTenant(tenant, () -> {
            List<?> rows = store.createNativeQuery(
                            "select a.consumer_id, c.time_zone from portal.application a"
                                    + " join portal.consumer c on c.id = a.consumer_id where a.id = :application",
                            Object[].class)
                    .setParameter("application", application)
                    .getResultList();
            return rows.stream()
                    .map(Object[].class::cast)
                    .map(row -> new Applicant(application, (UUID) row[0], ZoneId.of((String) row[1])))
                    .findFirst();
        });
    }
}
