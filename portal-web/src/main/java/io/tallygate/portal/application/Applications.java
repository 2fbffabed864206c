package io.tallygate.portal.application;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The applications of a tenant's consumers. `visible` narrows what is seen to some consumers' rows, in the query;
/// empty is for the
/// tenant's own staff.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Applications {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Consumers consumers;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @throws WrongInput  pointing at what cannot be
    public Application create(TenantId tenant, UUID consumer, @Nullable String name, @Nullable String description) {
        InputCheck check = new InputCheck();
        String kept = check.required("/name", name, 200);
        String text = check.optional("/description", description, 4000);
        check.done();
        return transactions.inTenant(tenant, () -> {
            if (consumers.find(tenant, consumer).isEmpty()) {
                throw new WrongInput("/consumer", "There is no such consumer.");
            }
            Application application =
                    new Application(consumer, kept, text, clock.instant().truncatedTo(ChronoUnit.MICROS));
            entities.persist(application);
            return application;
        });
    }

    public Optional<Application> find(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Application.class, id))
                        .filter(found -> visible.isEmpty() || visible.get().contains(found.consumerId())));
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Application> list(TenantId tenant, Optional<List<UUID>> visible, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Application a where (:all = true or a.consumerId in :visible)"
                                        + " and (:after is null or a.id > :after) order by a.id",
                                Application.class)
                        .setParameter("all", visible.isEmpty())
                        .setParameter(
                                "visible", visible.filter(ids -> !ids.isEmpty()).orElse(List.of(new UUID(0, 0))))
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }
}
