package io.tallygate.portal.account;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
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
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// Who works at a tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Members {

    @Inject
    private TenantTransactions transactions;

    @Inject
    private PersonalTokens tokens;

    @Inject
    private Limits limits;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Member> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Member m where :after is null or m.id > :after order by m.id", Member.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /// Those who answer for the tenant, oldest first.
    public List<Member> owners(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Member m where m.role = :owner order by m.id", Member.class)
                        .setParameter("owner", TenantRole.OWNER.wireName())
                        .getResultList());
    }

    /// @param by  who adds them
    /// @throws WrongInput  pointing at what cannot be
    /// @throws OwnersOnly  when it is an owner and whoever adds them is none
    public Member add(Access by, @Nullable String email, @Nullable String role) {
        InputCheck check = new InputCheck();
        String address = check.email("/email", email);
        TenantRole wanted = TenantRole.of(role == null ? "" : role).orElseGet(() -> {
            check.refuse("/role", TenantRole.NONE);
            return TenantRole.VIEWER;
        });
        check.done();
        ownersOnly(by, wanted);
        return transactions.inTenant(by.tenant(), () -> {
            limits.claim(by.tenant(), Limit.MEMBERS, 1);
            Member member = new Member(address, wanted, clock.instant().truncatedTo(ChronoUnit.MICROS));
            try {
                entities.persist(member);
                entities.flush();
            } catch (ConstraintViolationException taken) {
                throw new WrongInput("/email", because("This person is a member already."));
            }
            return member;
        });
    }

    /// Somebody who was invited joins, in the caller's transaction. Whoever belongs to the tenant already, under this
    /// address or another, stays what they are.
    public void join(TenantId tenant, Person person, TenantRole role) {
        List<Member> already = entities.createQuery(
                        "from Member m where m.subject = :subject or m.email = :email order by m.id", Member.class)
                .setParameter("subject", person.subject())
                .setParameter("email", person.email())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        if (already.isEmpty()) {
            limits.claim(tenant, Limit.MEMBERS, 1);
            Member member = new Member(person.email(), role, clock.instant().truncatedTo(ChronoUnit.MICROS));
            member.bind(person);
            entities.persist(member);
        } else if (already.stream().noneMatch(Member::hasSignedIn)) {
            already.getFirst().bind(person);
        }
        entities.flush();
    }

    public Optional<Member> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> Optional.ofNullable(entities.find(Member.class, id)));
    }

    /// Whether this member can be neither removed nor become anything else, since nobody would own the tenant then.
    public boolean isLastOwner(TenantId tenant, Member member) {
        return member.role() == TenantRole.OWNER
                && transactions.inTenant(
                        tenant,
                        () -> LastOwner.is(
                                member.hasSignedIn(),
                                entities.createQuery(
                                                "from Member m where m.role = 'owner' and m.id <> :id", Member.class)
                                        .setParameter("id", member.id())
                                        .getResultStream()
                                        .map(Member::hasSignedIn)
                                        .toList()));
    }

    /// One member as nobody else can change it until the transaction ends.
    /// @param otherOwners  who owns the tenant besides; held as well, so that of two last owners who are removed
    ///                     at the same moment one stays
    public record Held(Member member, List<Member> otherOwners) {}

    /// Inside the caller's transaction, which goes on with [#change] or [#remove]. Rows are locked in the order of
    /// their ids, so that two such transactions wait for each other in turn.
    public Optional<Held> hold(UUID id) {
        List<Member> held = entities.createQuery(
                        "from Member m where m.id = :id or m.role = 'owner' order by m.id", Member.class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
        return held.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .map(member -> new Held(
                        member,
                        held.stream()
                                .filter(other -> other != member && other.role() == TenantRole.OWNER)
                                .toList()));
    }

    /// The person may do what the new role says from their next request on.
    /// @throws WrongInput  when there is no such role
    /// @throws OwnersOnly  when it is about an owner and `by` is none
    /// @throws LastOwner   when nobody would own the tenant after it
    public Member change(Access by, Held held, @Nullable String role) {
        TenantRole wanted =
                TenantRole.of(role == null ? "" : role).orElseThrow(() -> new WrongInput("/role", TenantRole.NONE));
        Member member = held.member();
        if (wanted != member.role()) {
            ownersOnly(by, member.role());
            ownersOnly(by, wanted);
            staysOwned(held);
            member.become(wanted);
            entities.flush();
        }
        return member;
    }

    /// The person's place here ends, and their tokens with it.
    /// @throws OwnersOnly  when it is about an owner and `by` is none
    /// @throws LastOwner   when nobody would own the tenant after it
    public void remove(Access by, Held held) {
        Member member = held.member();
        ownersOnly(by, member.role());
        staysOwned(held);
        entities.remove(member);
        if (member.subject() != null) {
            tokens.endAll(member.subject());
        }
        entities.flush();
    }

    private static void ownersOnly(Access by, TenantRole role) {
        if (role == TenantRole.OWNER && !by.may(Permission.MANAGE_OWNERS)) {
            throw new OwnersOnly();
        }
    }

    private static void staysOwned(Held held) {
        if (held.member().role() == TenantRole.OWNER) {
            LastOwner.refuse(
                    held.member().hasSignedIn(),
                    held.otherOwners().stream().map(Member::hasSignedIn).toList());
        }
    }
}
