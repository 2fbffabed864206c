package io.tallygate.portal.application;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The API keys of applications.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Credentials {
    private static final Reason PASSED = because("This has passed.");
    private static final int MOST_ACTIVE = 50;

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

    /// @param key  to be shown once
    public record Issued(Credential credential, Secret key) {}

    /// Gateways take the key as soon as this has committed.
    /// @param environment  `live` or `test`: the key opens APIs there and nowhere else; null: `live`
    /// @param expiresAt    null: never
    /// @throws WrongInput  pointing at what cannot be
    public Issued issue(
            TenantId tenant,
            Application application,
            @Nullable String name,
            @Nullable String environment,
            @Nullable Instant expiresAt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        InputCheck check = new InputCheck();
        String kept = kept(check, name, expiresAt, now);
        String place = environment == null || environment.isBlank() ? "live" : environment;
        if (Environment.of(place).isEmpty()) {
            check.refuse("/environment", because("live or test."));
        }
        check.done();
        return transactions.inTenant(tenant, () -> {
            if (active(application.id(), now) >= MOST_ACTIVE) {
                throw new WrongInput(
                        "", because("An application has at most {0} active keys; revoke one first.", MOST_ACTIVE));
            }
            limits.claim(tenant, Limit.CREDENTIALS, 1);
            Secret key = Secret.issue(tenants.find(tenant).keyPrefix() + "_" + place);
            Credential credential = new Credential(
                    application, kept.isEmpty() ? "Key" : kept, place, key.sha256(), key.last4(), now, expiresAt);
            entities.persist(credential);
            gateways.put(
                    tenant,
                    credential.id(),
                    new GatewayEntity.Credential(
                            place, credential.sha256(), application.id(), application.consumerId(), expiresAt));
            return new Issued(credential, key);
        });
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
            gateways.put(
                    tenant,
                    held.id(),
                    new GatewayEntity.Credential(
                            held.environment(),
                            held.sha256(),
                            held.applicationId(),
                            held.consumerId(),
                            held.expiresAt()));
        }
        entities.flush(); // before the limits count what is active
        return issue(tenant, application, kept, held.environment(), expiresAt);
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
