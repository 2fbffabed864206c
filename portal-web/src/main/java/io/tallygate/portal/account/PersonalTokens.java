package io.tallygate.portal.account;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tokens with which programs act as people, at one tenant. What a token may is asked anew at each call, of its
/// scopes and of its person's roles ([Access#limitedTo]).
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class PersonalTokens {
    /// Of one person at one tenant.
    static final int MOST = 100;

    public static final Duration USUAL_LIFE = Duration.ofDays(90);
    /// A year, also a leap year.
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @param secret  to be shown once
    public record Issued(PersonalToken token, Secret secret) {}

    /// @param by      who makes it; a token that makes another gives it nothing that it has not
    /// @param latest  when the token that makes this one ends; null when a person makes it who has signed in
    /// @throws WrongInput  pointing at what cannot be
    public Issued issue(Access by, NewToken wanted, @Nullable Instant latest) {
        Person person = Objects.requireNonNull(by.person(), "a token belongs to a person");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        InputCheck check = new InputCheck();
        String name = check.required("/name", wanted.name(), 100);
        Set<Scope> scopes = scopes(check, by, wanted.scopes());
        Instant expiresAt = end(check, now, wanted.expiresAt(), latest);
        check.done();
        return transactions.inTenant(by.tenant(), () -> {
            if (list(by.tenant(), person, null, MOST).size() >= MOST) {
                throw new WrongInput(
                        "", because("A person has at most {0} tokens at a tenant; revoke one first.", MOST));
            }
            Secret secret = Secret.issue("tgp");
            PersonalToken token = new PersonalToken(person, name, secret, scopes, now, expiresAt);
            entities.persist(token);
            entities.flush();
            return new Issued(token, secret);
        });
    }

    private static Set<Scope> scopes(InputCheck check, Access by, @Nullable List<String> wanted) {
        Set<Scope> useful = by.usefulScopes();
        if (wanted == null) {
            return useful;
        }
        if (wanted.isEmpty()) {
            check.refuse("/scopes", because("A token has at least one scope."));
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (int index = 0; index < wanted.size(); index++) {
            Optional<Scope> scope = Scope.of(wanted.get(index));
            if (scope.isEmpty()) {
                check.refuse("/scopes/" + index, because("There is no such scope."));
            } else if (!useful.contains(scope.get())) {
                check.refuse("/scopes/" + index, because("You may do nothing yourself that needs this scope."));
            } else {
                scopes.add(scope.get());
            }
        }
        return scopes;
    }

    private static Instant end(InputCheck check, Instant now, @Nullable Instant wanted, @Nullable Instant latest) {
        if (wanted == null) {
            Instant usual = now.plus(USUAL_LIFE);
            return latest != null && latest.isBefore(usual) ? latest : usual;
        }
        Instant end = wanted.truncatedTo(ChronoUnit.MICROS);
        if (!end.isAfter(now)) {
            check.refuse("/expiresAt", because("This has passed."));
        } else if (end.isAfter(now.plus(LONGEST_LIFE))) {
            check.refuse("/expiresAt", because("At most {0} days ahead.", LONGEST_LIFE.toDays()));
        } else if (latest != null && end.isAfter(latest)) {
            check.refuse("/expiresAt", because("Not later than the end of the token that makes it: {0}", latest));
        }
        return end;
    }

    /// Oldest first.
    /// @param person  whose; null: everybody's at the tenant
    /// @param after   the last id of the page before; null for the first page
    public List<PersonalToken> list(TenantId tenant, @Nullable Person person, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from PersonalToken t where (:everybody = true or t.subject = :subject) and (:after is"
                                        + " null or t.id > :after) order by t.id",
                                PersonalToken.class)
                        .setParameter("everybody", person == null)
                        .setParameter("subject", person == null ? "" : person.subject())
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /// @return  empty when there is no such token, or it is another's and `by` may not manage those
    public Optional<PersonalToken> find(Access by, UUID id) {
        return transactions.inTenant(
                by.tenant(),
                () -> Optional.ofNullable(entities.find(PersonalToken.class, id))
                        .filter(token -> isFor(by, token)));
    }

    /// As [#find], inside the caller's transaction, which goes on with [#revoke].
    public Optional<PersonalToken> hold(Access by, UUID id) {
        return Optional.ofNullable(entities.find(PersonalToken.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(token -> isFor(by, token));
    }

    private static boolean isFor(Access by, PersonalToken token) {
        Person person = by.person();
        return by.may(Permission.MANAGE_TOKENS) || (person != null && token.isOf(person));
    }

    /// It opens nothing from the next call on.
    public void revoke(PersonalToken held) {
        entities.remove(held);
        entities.flush();
    }

    /// Ends all tokens of a person whose place at the tenant has ended, in the caller's transaction.
    public void endAll(String subject) {
        entities.createQuery("from PersonalToken t where t.subject = :subject", PersonalToken.class)
                .setParameter("subject", subject)
                .getResultList()
                .forEach(entities::remove);
    }
}
