package io.tallygate.portal.consumer;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.Addresses;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A tenant's consumers. Each method is a transaction of its own, or part of the caller's inside the same tenant. Who
/// may call which is
/// decided by who asks.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Consumers {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    private Teams teams;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @throws WrongInput  pointing at what cannot be
    public Consumer create(TenantId tenant, NewConsumer wanted) {
        return create(tenant, wanted, null);
    }

    /// A person who has signed in begins an organisation of their own and owns it.
    /// @throws WrongInput  pointing at what cannot be
    public Consumer join(TenantId tenant, NewConsumer wanted, Person person) {
        return create(tenant, wanted, person);
    }

    private Consumer create(TenantId tenant, NewConsumer wanted, @Nullable Person founder) {
        InputCheck check = new InputCheck();
        String name = check.required("/name", wanted.name(), 200);
        String legalName = check.optional("/legalName", wanted.legalName(), 300);
        List<String> address = Addresses.check(check, "/address", wanted.address());
        String country = check.country("/country", wanted.country());
        ZoneId timeZone = check.timeZone(
                "/timeZone", wanted.timeZone(), tenants.find(tenant).timeZone());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        check.done();
        return transactions.inTenant(tenant, () -> {
            Consumer consumer =
                    new Consumer(name, legalName.isEmpty() ? name : legalName, address, country, timeZone, now);
            entities.persist(consumer);
            if (founder != null) {
                entities.persist(new ConsumerMember(
                        consumer.id(), address(founder), founder.subject(), founder.name(), ConsumerRole.OWNER, now));
            }
            for (int index = 0; index < wanted.members().size(); index++) {
                NewConsumer.NewMember member = wanted.members().get(index);
                teams.insert(consumer, member.email(), member.role(), "/members/" + index);
            }
            entities.flush();
            return consumer;
        });
    }

    /// A provider need not give an address; the subject alone already says who it is.
    private static String address(Person person) {
        return person.email().isEmpty()
                ? person.subject().toLowerCase(Locale.ROOT) + "@subject.invalid"
                : person.email();
    }

    /// The consumer as nobody else can change it until the caller's transaction ends.
    public Optional<Consumer> hold(UUID id) {
        return Optional.ofNullable(entities.find(Consumer.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /// In the caller's transaction. What was issued keeps the details it was issued with.
    /// @param held  by [#hold]
    /// @throws WrongInput  pointing at what cannot be
    public Consumer change(Consumer held, ConsumerChange wanted) {
        InputCheck check = new InputCheck();
        String name = wanted.name() == null ? held.name() : check.required("/name", wanted.name(), 200);
        String legalName =
                wanted.legalName() == null ? held.legalName() : check.required("/legalName", wanted.legalName(), 300);
        List<String> address = wanted.address() == null
                ? held.address()
                : Addresses.check(check, "/address", Objects.requireNonNull(wanted.address()));
        String country = wanted.country() == null ? held.country() : check.country("/country", wanted.country());
        ZoneId timeZone = check.timeZone("/timeZone", wanted.timeZone(), held.timeZone());
        check.done();
        held.describe(name, legalName, address, country, timeZone);
        entities.flush();
        return held;
    }

    /// With its team, whose tokens at the tenant end, in the caller's transaction. Whether it has applications is the
    /// caller's to ask, who knows those; the database refuses it otherwise.
    /// @param held  by [#hold]
    public void delete(Consumer held) {
        teams.removeAll(held.id());
        entities.remove(held);
        entities.flush();
    }

    public Optional<Consumer> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> Optional.ofNullable(entities.find(Consumer.class, id)));
    }

    /// Oldest first.
    /// @param visible  empty: all of the tenant's; else only these
    /// @param after    the last id of the page before; null for the first page
    public List<Consumer> list(TenantId tenant, Optional<List<UUID>> visible, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Consumer c where (:all = true or c.id in :visible) and (:after is null or c.id >"
                                        + " :after) order by c.id",
                                Consumer.class)
                        .setParameter("all", visible.isEmpty())
                        .setParameter(
                                "visible", visible.filter(ids -> !ids.isEmpty()).orElse(List.of(new UUID(0, 0))))
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public long count(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("select count(c) from Consumer c", Long.class)
                        .getSingleResult());
    }
}
