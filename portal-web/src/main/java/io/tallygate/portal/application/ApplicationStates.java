package io.tallygate.portal.application;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;

/// All applications at once, for the document of a whole tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ApplicationStates {
    @Inject
    private TenantTransactions transactions;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Oldest first.
    public List<Application> all(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Application a order by a.id", Application.class)
                        .getResultList());
    }

    /// Keys that are not revoked, oldest first.
    public List<Credential> keys(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Credential c where c.revokedAt is null order by c.id", Credential.class)
                        .getResultList());
    }
}
