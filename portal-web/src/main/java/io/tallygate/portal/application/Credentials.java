package io.tallygate.portal.application;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// What applications show to be known: API keys, user names with secrets, certificates, tokens.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Credentials {
    private static final Reason PASSED = because("This has passed.");
    private static final int MOST_ACTIVE = 50;
    private static final int MOST_SCOPES = 100;
    private static final String SCOPE = "[!#-\\[\\]-~]{1,200}";

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    private Limits limits;

    @Inject
    private GatewayConfiguration gateways;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// @param secret  to be shown once; null: it has none that is ours
    public record Issued(Credential credential, @Nullable Secret secret) {
        /// Of an API key.
        public Secret key() {
            return Objects.requireNonNull(secret, "this has no secret");
        }
    }

    /// Gateways take the key as soon as this has committed.
    /// @throws WrongInput  pointing at what cannot be
    public Issued issue(
            TenantId tenant,
            Application application,
            @Nullable String name,
            @Nullable String environment,
            @Nullable Instant expiresAt) {
        return issue(tenant, application, NewCredential.key(name, environment, expiresAt), false);
    }

    /// Gateways take it as soon as this has committed.
    /// @param staff  may say who shows a certificate or a token, and what a credential may be used for
    /// @throws WrongInput  pointing at what cannot be
    public Issued issue(TenantId tenant, Application application, NewCredential wanted, boolean staff) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        InputCheck check = new InputCheck();
        String kept = kept(check, wanted.name(), wanted.expiresAt(), now);
        String environment = wanted.environment();
        String place = environment == null || environment.isBlank() ? "live" : environment;
        if (Environment.of(place).isEmpty()) {
            check.refuse("/environment", because("live or test."));
        }
        String kind = wanted.kind() == null || wanted.kind().isBlank() ? "api-key" : wanted.kind();
        CredentialKind known = CredentialKind.of(kind).orElse(null);
        if (known == null) {
            check.refuse("/kind", because("One of {0}.", "api-key, basic, certificate, jwt"));
        } else if (!staff && !known.hasSecret()) {
            check.refuse("/kind", because("Certificates and tokens are made known by the publisher."));
        }
        scopes(check, wanted, staff);
        bounds(check, wanted);
        check.done();
        return transactions.inTenant(tenant, () -> {
            String prefix = tenants.find(tenant).keyPrefix() + "_" + place;
            InputCheck own = new InputCheck();
            ShownCredential shown = shown(own, Objects.requireNonNull(known), wanted, prefix);
            own.done();
            return kept(tenant, application, kept.isEmpty() ? "Key" : kept, place, shown, wanted, now);
        });
    }

    /// Also of what another kind would look at: a text that is too long is told of as such.
    private static void bounds(InputCheck check, NewCredential wanted) {
        check.optional("/userName", wanted.userName(), 100);
        check.optional("/subject", wanted.subject(), 2_000);
        check.optional("/issuer", wanted.issuer(), 2_000);
        check.optional("/client", wanted.client(), 500);
        String certificate = wanted.certificate();
        if (certificate != null && certificate.length() > 65_536) {
            check.refuse("/certificate", because("At most {0} characters.", 65_536));
        }
    }

    private static void scopes(InputCheck check, NewCredential wanted, boolean staff) {
        if (!wanted.scopes().isEmpty() && !staff) {
            check.refuse("/scopes", because("What a credential may be used for is said by the publisher."));
        }
        if (wanted.scopes().size() > MOST_SCOPES) {
            check.refuse("/scopes", because("At most {0} of them.", MOST_SCOPES));
        }
        for (int index = 0; index < wanted.scopes().size(); index++) {
            if (!wanted.scopes().get(index).matches(SCOPE)) {
                check.refuse("/scopes/" + index, because("Letters, digits and signs of ASCII, without blanks."));
            }
        }
    }

    private static ShownCredential shown(InputCheck check, CredentialKind kind, NewCredential wanted, String prefix) {
        return switch (kind) {
            case API_KEY -> ShownCredential.key(Secret.issue(prefix));
            case BASIC -> ShownCredential.basic(check, wanted.userName(), prefix);
            case CERTIFICATE -> ShownCredential.certificate(check, wanted.certificate(), wanted.subject());
            case JWT -> ShownCredential.token(check, wanted.issuer(), wanted.client());
        };
    }

    private Issued kept(
            TenantId tenant,
            Application application,
            String name,
            String environment,
            ShownCredential shown,
            NewCredential wanted,
            Instant now) {
        if (active(application.id(), now) >= MOST_ACTIVE) {
            throw new WrongInput(
                    "", because("An application has at most {0} active keys; revoke one first.", MOST_ACTIVE));
        }
        limits.claim(tenant, Limit.CREDENTIALS, 1);
        Credential credential =
                new Credential(application, name, environment, shown, wanted.scopes(), now, wanted.expiresAt());
        try {
            entities.persist(credential);
            entities.flush();
        } catch (ConstraintViolationException taken) {
            if ("credential_known".equals(taken.getConstraintName())) {
                throw new WrongInput(
                        shown.kind() == CredentialKind.JWT ? "/client" : "/certificate",
                        because("An application is known by this already."));
            }
            throw taken;
        }
        gateways.put(tenant, credential.id(), credential.entity());
        return new Issued(credential, shown.secret());
    }

    /// Another key of the same application and environment takes a key's place: both are good until the overlap ends,
    /// and only the new one after it. All of it or nothing.
    /// @param held          by [#hold], in the caller's transaction
    /// @param application   whose it is, kept by [Applications#keep]
    /// @param name          null: the old one's
    /// @param expiresAt     of the new key; null: never
    /// @param overlapUntil  null: gateways refuse the old one as soon as they hear of it
    /// @throws NotActive   when the key is no longer good
    /// @throws WrongInput  pointing at what cannot be
    public Issued rotate(
            TenantId tenant,
            Credential held,
            Application application,
            @Nullable String name,
            @Nullable Instant expiresAt,
            @Nullable Instant overlapUntil) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!held.status(now).equals("active")) {
            throw new NotActive(held.status(now));
        }
        if (!held.kind().hasSecret()) {
            throw new WrongInput("", because("It has no secret that another could replace."));
        }
        InputCheck check = new InputCheck();
        String kept = kept(check, name == null ? held.name() : name, expiresAt, now);
        if (overlapUntil != null && !overlapUntil.isAfter(now)) {
            check.refuse("/overlapUntil", PASSED);
        }
        check.done();
        if (overlapUntil == null) {
            held.revoke(now);
            gateways.delete(tenant, Kind.CREDENTIAL, held.id());
        } else {
            held.end(overlapUntil.truncatedTo(ChronoUnit.MICROS));
            gateways.put(tenant, held.id(), held.entity());
        }
        entities.flush(); // before the limits count what is active
        return issue(
                tenant,
                application,
                new NewCredential(
                        held.kind().wireName(),
                        kept,
                        held.environment(),
                        expiresAt,
                        held.kind() == CredentialKind.BASIC ? held.identity() : null,
                        null,
                        null,
                        null,
                        null,
                        held.scopes()),
                true);
    }

    private static String kept(InputCheck check, @Nullable String name, @Nullable Instant expiresAt, Instant now) {
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            check.refuse("/expiresAt", PASSED);
        }
        return check.optional("/name", name, 100);
    }

    private long active(UUID application, Instant now) {
        return entities.createQuery(
                        "select count(c) from Credential c where c.applicationId = :application and c.revokedAt is null"
                                + " and (c.expiresAt is null or c.expiresAt > :now)",
                        Long.class)
                .setParameter("application", application)
                .setParameter("now", now)
                .getSingleResult();
    }

    /// Gateways refuse the key as soon as they hear of it. Revoking twice changes nothing.
    /// @param visible  consumers whose credentials may be touched; empty: all of the tenant's
    /// @return         empty when there is no such credential, or not of these consumers
    public Optional<Credential> revoke(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(tenant, () -> {
            Optional<Credential> found = hold(id, visible);
            found.ifPresent(credential -> {
                credential.revoke(clock.instant().truncatedTo(ChronoUnit.MICROS));
                gateways.delete(tenant, Kind.CREDENTIAL, id);
            });
            return found;
        });
    }

    /// @param visible  consumers whose credentials may be seen; empty: all of the tenant's
    public Optional<Credential> find(TenantId tenant, UUID id, Optional<List<UUID>> visible) {
        return transactions.inTenant(tenant, () -> seen(entities.find(Credential.class, id), visible));
    }

    /// The key as nobody else can change it until the caller's transaction ends.
    public Optional<Credential> hold(UUID id, Optional<List<UUID>> visible) {
        return seen(entities.find(Credential.class, id, LockModeType.PESSIMISTIC_WRITE), visible);
    }

    private static Optional<Credential> seen(@Nullable Credential found, Optional<List<UUID>> visible) {
        return Optional.ofNullable(found)
                .filter(credential -> visible.isEmpty() || visible.get().contains(credential.consumerId()));
    }

    /// In the caller's transaction.
    /// @param held  by [#hold]
    /// @throws InUse  when it has not been revoked
    public void delete(Credential held) {
        if (held.revokedAt() == null) {
            throw new InUse("The key has not been revoked: revoke it first.");
        }
        entities.remove(held);
        entities.flush();
    }

    /// Of an application that is deleted, in the same transaction.
    void deleteAll(TenantId tenant, Application application) {
        entities.createQuery("from Credential c where c.applicationId = :application", Credential.class)
                .setParameter("application", application.id())
                .getResultList()
                .forEach(credential -> {
                    if (credential.revokedAt() == null) {
                        gateways.delete(tenant, Kind.CREDENTIAL, credential.id());
                    }
                    entities.remove(credential);
                });
        entities.flush();
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Credential> list(TenantId tenant, Application application, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from Credential c where c.applicationId = :application and (:after is null or c.id >"
                                        + " :after) order by c.id",
                                Credential.class)
                        .setParameter("application", application.id())
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }
}
