package io.tallygate.portal.invitation;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.account.Access;
import io.tallygate.portal.account.ConsumerRole;
import io.tallygate.portal.account.OwnersOnly;
import io.tallygate.portal.account.Permission;
import io.tallygate.portal.account.TenantRole;
import io.tallygate.portal.consumer.Consumers;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.mail.Mails;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// Asks people to join. Nothing here depends on whether an address is known to anybody, so no answer tells.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Invitations {
    public static final Duration VALID = Duration.ofDays(7);

    /// Open ones of a tenant, its consumers' among them.
    static final int MOST_OPEN = 500;

    /// Of one invitation.
    static final int MOST_SENT = 5;

    /// How long one is kept that was accepted or has expired.
    static final Duration KEPT = Duration.ofDays(30);

    /// Keeps the lock of a tenant's invitations apart from every other advisory lock.
    private static final int LOCKS = 22;

    private static final List<String> LANGUAGES = List.of("en", "de");

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    private Consumers consumers;

    @Inject
    private Mails mails;

    @Inject
    private Clock clock;

    @Inject
    private MetricRegistry metrics;

    @Inject
    @ConfigProperty(name = "TALLYGATE_PORTAL_URL", defaultValue = "http://localhost:9080")
    private String portal;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What somebody says of an invitation; nothing is checked yet.
    /// @param language  of the message; null: English
    public record Wanted(
            @Nullable String email,
            @Nullable String role,
            @Nullable String language) {}

    /// Sends the message with the link when the transaction commits. Whoever is asked again to the same place gets a
    /// new link, and the one before opens nothing.
    /// @param consumer  to which; null: to the tenant itself
    /// @throws WrongInput  pointing at what cannot be
    /// @throws OwnersOnly  when it is to own the tenant and `by` does not
    public Invitation invite(Access by, @Nullable UUID consumer, Wanted wanted) {
        InputCheck check = new InputCheck();
        String email = check.email("/email", wanted.email());
        String role = role(check, consumer, wanted.role());
        String language = wanted.language() == null ? "en" : wanted.language();
        if (!LANGUAGES.contains(language)) {
            check.refuse("/language", because("en or de."));
        }
        check.done();
        if (consumer == null && role.equals(TenantRole.OWNER.wireName()) && !by.may(Permission.MANAGE_OWNERS)) {
            throw new OwnersOnly();
        }
        return transactions.inTenant(by.tenant(), () -> {
            lock(by.tenant());
            Instant now = now();
            forgetOld(now);
            entities.createQuery(
                            "from Invitation i where i.email = :email and i.acceptedAt is null and i.consumerId is not"
                                    + " distinct from :consumer",
                            Invitation.class)
                    .setParameter("email", email)
                    .setParameter("consumer", consumer)
                    .getResultList()
                    .forEach(entities::remove);
            entities.flush();
            refuseIfMany(now);
            Secret secret = Secret.issue("tgi");
            Invitation invitation =
                    new Invitation(consumer, email, role, Locale.of(language), inviter(by), secret.sha256(), now);
            try {
                entities.persist(invitation);
                entities.flush();
            } catch (ConstraintViolationException gone) {
                throw new WrongInput("", because("There is no such consumer any more."));
            }
            send(by.tenant(), invitation, secret);
            return invitation;
        });
    }

    private static String role(InputCheck check, @Nullable UUID consumer, @Nullable String wanted) {
        String role = wanted == null ? "" : wanted;
        boolean known = consumer == null
                ? TenantRole.of(role).isPresent()
                : ConsumerRole.of(role).isPresent();
        if (!known) {
            check.refuse("/role", consumer == null ? TenantRole.NONE : ConsumerRole.NONE);
        }
        return role;
    }

    private static String inviter(Access by) {
        return by.person() == null ? "" : by.person().email();
    }

    /// A new link for the same invitation, for another week.
    /// @param held  by [#hold]
    /// @throws SentOften  when it was sent often enough
    public Invitation sendAgain(TenantId tenant, Invitation held) {
        if (held.timesSent() >= MOST_SENT) {
            throw new SentOften(held.timesSent());
        }
        Secret secret = Secret.issue("tgi");
        held.sent(secret.sha256(), now());
        entities.flush();
        send(tenant, held, secret);
        return held;
    }

    /// The link opens nothing any more.
    /// @param held  by [#hold]
    public void revoke(Invitation held) {
        entities.remove(held);
        entities.flush();
    }

    private void send(TenantId tenant, Invitation invitation, Secret secret) {
        String name = tenants.find(tenant).name();
        UUID consumer = invitation.consumerId();
        String link = portal + "/invitations/" + secret.text();
        String place = consumer == null
                ? name
                : consumers.find(tenant, consumer).orElseThrow().name();
        mails.queue(
                tenant,
                invitation.email(),
                invitation.language(),
                consumer == null ? "mail.invitation.tenant" : "mail.invitation.consumer",
                place,
                name,
                link,
                VALID.toDays());
    }

    /// Those that were not accepted, oldest first.
    /// @param consumer  to which; null: to the tenant itself
    /// @param after     the last id of the page before; null for the first page
    public List<Invitation> list(TenantId tenant, @Nullable UUID consumer, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Invitation i where i.consumerId is not distinct from :consumer and i.acceptedAt"
                                        + " is null and (:after is null or i.id > :after) order by i.id",
                                Invitation.class)
                        .setParameter("consumer", consumer)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<Invitation> find(TenantId tenant, @Nullable UUID consumer, UUID id) {
        return transactions.inTenant(tenant, () -> seen(entities.find(Invitation.class, id), consumer));
    }

    /// The invitation as nobody else can change or accept it until the caller's transaction ends.
    public Optional<Invitation> hold(@Nullable UUID consumer, UUID id) {
        return seen(entities.find(Invitation.class, id, LockModeType.PESSIMISTIC_WRITE), consumer);
    }

    private static Optional<Invitation> seen(@Nullable Invitation found, @Nullable UUID consumer) {
        return Optional.ofNullable(found)
                .filter(invitation ->
                        Objects.equals(invitation.consumerId(), consumer) && invitation.acceptedBy() == null);
    }

    /// Those who ask at the same moment stand in line, so that together they never pass the limit.
    private void lock(TenantId tenant) {
        entities.createNativeQuery("select 1 from pg_advisory_xact_lock(cast(:locks as integer), hashtext(:tenant))")
                .setParameter("locks", LOCKS)
                .setParameter("tenant", tenant.toString())
                .getSingleResult();
    }

    private void refuseIfMany(Instant now) {
        long open = entities.createQuery(
                        "select count(i) from Invitation i where i.acceptedAt is null and i.expiresAt > :now",
                        Long.class)
                .setParameter("now", now)
                .getSingleResult();
        if (open >= MOST_OPEN) {
            metrics.counter("invitations_limit_reached").inc();
            throw new WrongInput(
                    "", because("{0} invitations are open; revoke some, or wait until they expire.", open));
        }
    }

    private void forgetOld(Instant now) {
        entities.createQuery("from Invitation i where i.expiresAt < :old", Invitation.class)
                .setParameter("old", now.minus(KEPT))
                .setMaxResults(MOST_OPEN)
                .getResultList()
                .forEach(entities::remove);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
