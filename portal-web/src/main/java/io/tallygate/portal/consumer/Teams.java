package io.tallygate.portal.consumer;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.LastOwner;
import io.tallygate.portal.account.Person;
import io.tallygate.portal.account.PersonalTokens;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// Who belongs to a consumer. Each method is a transaction of its own, or part of the caller's inside the same tenant.
/// Who may call which is decided by who asks.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Teams {

    @Inject
    private TenantTransactions transactions;

    @Inject
    private PersonalTokens tokens;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<ConsumerMember> list(TenantId tenant, UUID consumer, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from ConsumerMember m where m.consumerId = :consumer and (:after is null or m.id >"
                                        + " :after) order by m.id",
                                ConsumerMember.class)
                        .setParameter("consumer", consumer)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<ConsumerMember> find(TenantId tenant, UUID consumer, UUID id) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(ConsumerMember.class, id))
                        .filter(member -> member.consumerId().equals(consumer)));
    }

    /// @return  empty when there is no such consumer
    /// @throws WrongInput  pointing at what cannot be
    public Optional<ConsumerMember> add(TenantId tenant, UUID consumer, @Nullable String email, @Nullable String role) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Consumer.class, consumer))
                        .map(found -> insert(found, email, role, "")));
    }

    /// Somebody who was invited joins, in the caller's transaction. Whoever belongs to the consumer already, under this
    /// address or another, stays what they are.
    public void join(UUID consumer, Person person, ConsumerRole role) {
        List<ConsumerMember> already = entities.createQuery(
                        "from ConsumerMember m where m.consumerId = :consumer and (m.subject = :subject or m.email ="
                                + " :email) order by m.id",
                        ConsumerMember.class)
                .setParameter("consumer", consumer)
                .setParameter("subject", person.subject())
                .setParameter("email", person.email())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        if (already.isEmpty()) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            entities.persist(new ConsumerMember(consumer, person.email(), person.subject(), person.name(), role, now));
        } else if (already.stream().noneMatch(ConsumerMember::hasSignedIn)) {
            already.getFirst().bind(person);
        }
        entities.flush();
    }

    /// @param pointer  of the member in the request that also makes the consumer
    ConsumerMember insert(Consumer consumer, @Nullable String email, @Nullable String role, String pointer) {
        InputCheck check = new InputCheck();
        String address = check.email(pointer + "/email", email);
        ConsumerRole wanted = ConsumerRole.of(role == null ? "" : role).orElseGet(() -> {
            check.refuse(pointer + "/role", ConsumerRole.NONE);
            return ConsumerRole.DEVELOPER;
        });
        check.done();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ConsumerMember member = new ConsumerMember(consumer.id(), address, null, "", wanted, now);
        try {
            entities.persist(member);
            entities.flush();
        } catch (ConstraintViolationException taken) {
            throw new WrongInput(pointer + "/email", because("This person is a member already."));
        }
        return member;
    }

    /// Whether this member can be neither removed nor become anything else, since nobody would own the consumer then.
    public boolean isLastOwner(TenantId tenant, ConsumerMember member) {
        return member.role() == ConsumerRole.OWNER
                && transactions.inTenant(
                        tenant,
                        () -> LastOwner.is(
                                member.hasSignedIn(),
                                entities.createQuery(
                                                "from ConsumerMember m where m.consumerId = :consumer"
                                                        + " and m.role = 'owner' and m.id <> :id",
                                                ConsumerMember.class)
                                        .setParameter("consumer", member.consumerId())
                                        .setParameter("id", member.id())
                                        .getResultStream()
                                        .map(ConsumerMember::hasSignedIn)
                                        .toList()));
    }

    /// One member as nobody else can change it until the transaction ends.
    /// @param otherOwners  who owns the consumer besides; held as well, so that of two last owners who are removed
    ///                     at the same moment one stays
    public record Held(ConsumerMember member, List<ConsumerMember> otherOwners) {}

    /// Inside the caller's transaction, which goes on with [#change] or [#remove]. Rows are locked in the order of
    /// their ids, so that two such transactions wait for each other in turn.
    public Optional<Held> hold(UUID consumer, UUID id) {
        List<ConsumerMember> held = entities.createQuery(
                        "from ConsumerMember m where m.consumerId = :consumer and (m.id = :id or m.role = 'owner')"
                                + " order by m.id",
                        ConsumerMember.class)
                .setParameter("consumer", consumer)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        return held.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .map(member -> new Held(
                        member,
                        held.stream()
                                .filter(other -> other != member && other.role() == ConsumerRole.OWNER)
                                .toList()));
    }

    /// The person may do what the new role says from their next request on.
    /// @throws WrongInput  when there is no such role
    /// @throws LastOwner   when nobody would own the consumer after it
    public ConsumerMember change(Held held, @Nullable String role) {
        ConsumerRole wanted =
                ConsumerRole.of(role == null ? "" : role).orElseThrow(() -> new WrongInput("/role", ConsumerRole.NONE));
        ConsumerMember member = held.member();
        if (wanted != member.role()) {
            staysOwned(held);
            member.become(wanted);
            entities.flush();
        }
        return member;
    }

    /// The person's place here ends, and their tokens at the tenant with it.
    /// @throws LastOwner  when nobody would own the consumer after it
    public void remove(Held held) {
        staysOwned(held);
        remove(held.member());
        entities.flush();
    }

    /// Of a consumer that is deleted, in the same transaction.
    void removeAll(UUID consumer) {
        entities.createQuery("from ConsumerMember m where m.consumerId = :consumer", ConsumerMember.class)
                .setParameter("consumer", consumer)
                .getResultList()
                .forEach(this::remove);
        entities.flush();
    }

    private void remove(ConsumerMember member) {
        entities.remove(member);
        if (member.subject() != null) {
            tokens.endAll(member.subject());
        }
    }

    private static void staysOwned(Held held) {
        if (held.member().role() == ConsumerRole.OWNER) {
            LastOwner.refuse(
                    held.member().hasSignedIn(),
                    held.otherOwners().stream().map(ConsumerMember::hasSignedIn).toList());
        }
    }
}
