package io.tallygate.portal.application;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The applications of a tenant's consumers. `visible` narrows what is seen to some consumers' rows, in the query;
/// empty is for the
/// tenant's own staff.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Applications {
    /// How many of the things that stand in the way of a deletion are named.
    private static final int NAMED = 3;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Consumers consumers;

    @Inject
    private Credentials credentials;

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
                throw new WrongInput("/consumer", because("There is no such consumer."));
            }
            Application application =
                    new Application(consumer, kept, text, clock.instant().truncatedTo(ChronoUnit.MICROS));
            entities.persist(application);
            return application;
        });
    }

    /// The application as nobody else can change it until the caller's transaction ends.
    public Optional<Application> hold(UUID id, Optional<List<UUID>> visible) {
        return held(id, visible, LockModeType.PESSIMISTIC_WRITE);
    }

    /// The application, which cannot be deleted until the caller's transaction ends: something that belongs to it is
    /// made in there.
    public Optional<Application> keep(UUID id, Optional<List<UUID>> visible) {
        return held(id, visible, LockModeType.PESSIMISTIC_READ);
    }

    private Optional<Application> held(UUID id, Optional<List<UUID>> visible, LockModeType lock) {
        return Optional.ofNullable(entities.find(Application.class, id, lock))
                .filter(found -> visible.isEmpty() || visible.get().contains(found.consumerId()));
    }

    /// In the caller's transaction. Null leaves a member as it is.
    /// @param held  by [#hold]
    /// @throws WrongInput  pointing at what cannot be
    public Application change(Application held, @Nullable String name, @Nullable String description) {
        InputCheck check = new InputCheck();
        String newName = name == null ? held.name() : check.required("/name", name, 200);
        String newDescription =
                description == null ? held.description() : check.optional("/description", description, 4000);
        check.done();
        held.describe(newName, newDescription);
        entities.flush();
        return held;
    }

    /// With its keys, which gateways refuse as soon as they hear of it, in the caller's transaction. Whether it has
    /// subscriptions is the caller's to ask, who knows those.
    /// @param held  by [#hold]
    public void delete(TenantId tenant, Application held) {
        credentials.deleteAll(tenant, held);
        entities.remove(held);
        entities.flush();
    }

    /// Asked before a consumer is deleted, in the transaction that does it.
    /// @throws InUse  naming the consumer's applications
    public void mustHaveNone(TenantId tenant, UUID consumer) {
        List<Application> some = list(tenant, Optional.of(List.of(consumer)), null, NAMED + 1);
        if (!some.isEmpty()) {
            throw new InUse("It has applications: "
                    + InUse.naming(
                            some.stream().limit(NAMED).map(Application::name).toList(), count(consumer))
                    + ". Delete them first.");
        }
    }

    private long count(UUID consumer) {
        return entities.createQuery("select count(a) from Application a where a.consumerId = :consumer", Long.class)
                .setParameter("consumer", consumer)
                .getSingleResult();
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
