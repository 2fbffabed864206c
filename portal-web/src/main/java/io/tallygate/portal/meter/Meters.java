package io.tallygate.portal.meter;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.Kind;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// A tenant's meters: who defines and archives them asks here. Gateways hear of each change in its transaction.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Meters {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Limits limits;

    @Inject
    private GatewayConfiguration gateways;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Oldest first.
    /// @param archived  true: only those; false: only those that count; null: all
    /// @param after     the last id of the page before; null for the first page
    public List<DefinedMeter> list(TenantId tenant, @Nullable Boolean archived, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from DefinedMeter m where (:after is null or m.id > :after) and (:counts = true and"
                                        + " m.archivedAt is null or :gone = true and m.archivedAt is not null) order by"
                                        + " m.id",
                                DefinedMeter.class)
                        .setParameter("after", after)
                        .setParameter("counts", archived == null || !archived)
                        .setParameter("gone", archived == null || archived)
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Optional<DefinedMeter> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> Optional.ofNullable(entities.find(DefinedMeter.class, id)));
    }

    /// One that counts, else the one of that name that was archived last.
    public Optional<DefinedMeter> find(TenantId tenant, String slug) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "from DefinedMeter m where m.slug = :slug order by m.archivedAt desc nulls first, m.id"
                                        + " desc",
                                DefinedMeter.class)
                        .setParameter("slug", slug)
                        .setMaxResults(1)
                        .getResultStream()
                        .findFirst());
    }

    /// As [#find], inside the caller's transaction, which goes on to change it.
    public Optional<DefinedMeter> hold(UUID id) {
        return Optional.ofNullable(entities.find(DefinedMeter.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /// @throws WrongInput  pointing at what cannot be
    public DefinedMeter create(TenantId tenant, NewMeter wanted) {
        InputCheck check = new InputCheck();
        MeterDefinition definition = check(check, wanted);
        check.done();
        return make(tenant, Objects.requireNonNull(definition));
    }

    /// What a wish comes to; null when anything cannot be, which is noted.
    public @Nullable MeterDefinition check(InputCheck check, NewMeter wanted) {
        InputCheck own = new InputCheck();
        MeterDefinition definition = new MeterRules(own, wanted).definition();
        own.into(check, "");
        return definition;
    }

    /// What was checked already.
    /// @throws WrongInput  when another that counts has the slug
    public DefinedMeter make(TenantId tenant, MeterDefinition definition) {
        return transactions.inTenant(tenant, () -> {
            limits.claim(tenant, Limit.METERS, 1);
            DefinedMeter meter = new DefinedMeter(definition, clock.instant().truncatedTo(ChronoUnit.MICROS));
            try {
                entities.persist(meter);
                entities.flush();
            } catch (ConstraintViolationException refused) {
                if ("meter_slug".equals(refused.getConstraintName())) {
                    throw new WrongInput("/slug", because("A meter with this slug exists: {0}", definition.slug()));
                }
                throw refused;
            }
            announce(tenant, meter);
            return meter;
        });
    }

    /// @param held  by [#hold], in the same transaction
    /// @throws WrongInput  pointing at what cannot be
    public DefinedMeter change(TenantId tenant, DefinedMeter held, MeterChange wanted) {
        MeterDefinition had = held.definition();
        InputCheck check = new InputCheck();
        String name = wanted.name() == null ? had.name() : check.required("/name", wanted.name(), 200);
        String unit = wanted.unit() == null ? had.unit() : check.required("/unit", wanted.unit(), 63);
        Map<String, String> dimensions = wanted.dimensions() == null
                ? had.dimensions()
                : MeterRules.dimensions(check, had.source(), wanted.dimensions());
        had.filters().keySet().stream()
                .filter(had.dimensions()::containsKey)
                .filter(filtered -> !Objects.equals(had.dimensions().get(filtered), dimensions.get(filtered)))
                .forEach(filtered -> check.refuse(
                        "/dimensions", because("The meter is filtered by {0}: this stays as it is.", filtered)));
        check.done();
        return become(
                tenant,
                held,
                new MeterDefinition(
                        had.slug(),
                        name,
                        had.source(),
                        had.eventType(),
                        had.aggregation(),
                        had.value(),
                        dimensions,
                        had.filters(),
                        had.weights(),
                        unit));
    }

    /// As [#change], of what was checked already.
    public DefinedMeter become(TenantId tenant, DefinedMeter held, MeterDefinition definition) {
        held.describe(definition);
        entities.flush();
        announce(tenant, held);
        return held;
    }

    /// Nothing new is counted by it; what was counted can be read as before. Archiving twice changes nothing.
    /// @param held  by [#hold], in the same transaction
    public DefinedMeter archive(TenantId tenant, DefinedMeter held) {
        held.archive(clock.instant().truncatedTo(ChronoUnit.MICROS));
        entities.flush();
        announce(tenant, held);
        return held;
    }

    private void announce(TenantId tenant, DefinedMeter meter) {
        if (meter.archivedAt() == null) {
            gateways.put(
                    tenant,
                    meter.id(),
                    new GatewayEntity.Meter(
                            MeterJson.of(meter.definition(), true).build()));
        } else {
            gateways.delete(tenant, Kind.METER, meter.id());
        }
    }
}
