package io.tallygate.portal.event;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.input.InputCheck;
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

/// What a tenant's back ends show to report usage: issued once, known by its hash, good until it ends or is revoked.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class EventCredentials {
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

    /// @param secret  to be shown once
    public record Issued(EventCredential credential, Secret secret) {}

    /// Gateways take it as soon as this has committed.
    /// @param environment  null: live
    /// @param expiresAt    null: never
    /// @throws io.tallygate.portal.input.WrongInput  pointing at what cannot be
    public Issued issue(
            TenantId tenant, @Nullable String name, @Nullable String environment, @Nullable Instant expiresAt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        InputCheck check = new InputCheck();
        String kept = check.required("/name", name, 100);
        String place = environment == null || environment.isBlank() ? Environment.LIVE.wireName() : environment;
        if (Environment.of(place).isEmpty()) {
            check.refuse("/environment", because("live or test."));
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            check.refuse("/expiresAt", because("This has passed."));
        }
        check.done();
        return transactions.inTenant(tenant, () -> {
            limits.claim(tenant, Limit.EVENT_CREDENTIALS, 1);
            Secret secret = Secret.issue(tenants.find(tenant).keyPrefix() + "_events_" + place);
            EventCredential credential = new EventCredential(
                    kept, place, secret, now, expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS));
            entities.persist(credential);
            entities.flush();
            gateways.put(tenant, credential.id(), credential.entity());
            return new Issued(credential, secret);
        });
    }

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<EventCredential> list(TenantId tenant, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from EventCredential c where :after is null or c.id > :after order by c.id",
                                EventCredential.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<EventCredential> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> Optional.ofNullable(entities.find(EventCredential.class, id)));
    }

    /// Gateways refuse it as soon as they hear of it. Revoking twice changes nothing.
    /// @return  empty when there is no such credential
    public Optional<EventCredential> revoke(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> {
            Optional<EventCredential> found =
                    Optional.ofNullable(entities.find(EventCredential.class, id, LockModeType.PESSIMISTIC_WRITE));
            found.ifPresent(credential -> {
                credential.revoke(clock.instant().truncatedTo(ChronoUnit.MICROS));
                gateways.delete(tenant, Kind.EVENT_CREDENTIAL, id);
            });
            return found;
        });
    }
}
