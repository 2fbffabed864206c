package io.tallygate.portal.account;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The tokens of one person at one tenant.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class PersonalTokens {
    private static final int MOST = 100;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @param secret  to be shown once
    public record Issued(PersonalToken token, Secret secret) {}

    /// @param expiresAt  null: never
    /// @throws WrongInput  pointing at what cannot be
    public Issued issue(TenantId tenant, Person person, @Nullable String name, @Nullable Instant expiresAt) {
        InputCheck check = new InputCheck();
        String kept = check.required("/name", name, 100);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            check.refuse("/expiresAt", "This has passed.");
        }
        check.done();
        return transactions.inTenant(tenant, () -> {
            if (list(tenant, person, null, MOST).size() >= MOST) {
                throw new WrongInput(
                        "", "A person has at most %d tokens at a tenant; revoke one first.".formatted(MOST));
            }
            Secret secret = Secret.issue("tgp");
            PersonalToken token = new PersonalToken(person, kept, secret.sha256(), secret.last4(), now, expiresAt);
            entities.persist(token);
            return new Issued(token, secret);
        });
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<PersonalToken> list(TenantId tenant, Person person, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from PersonalToken t where t.subject = :subject and (:after is null or t.id > :after)"
                                        + " order by t.id",
                                PersonalToken.class)
                        .setParameter("subject", person.subject())
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    /// @return false when the person has no such token at this tenant
    public boolean revoke(TenantId tenant, Person person, UUID id) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("delete from PersonalToken t where t.id = :id and t.subject = :subject")
                                .setParameter("id", id)
                                .setParameter("subject", person.subject())
                                .executeUpdate()
                        == 1);
    }
}
