package io.tallygate.portal.routing;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The tenants' routings. What gateways hear of a published one is said by `publishing`, which changes it under the
/// API's lock.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Routings {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// What gateways do, or will when the API is published.
    public Routing published(TenantId tenant, UUID api, Environment environment) {
        return find(tenant, api, environment, Stage.PUBLISHED).orElse(Routing.USUAL);
    }

    /// What is prepared; empty when nothing is.
    public Optional<Routing> draft(TenantId tenant, UUID api, Environment environment) {
        return find(tenant, api, environment, Stage.DRAFT);
    }

    private Optional<Routing> find(TenantId tenant, UUID api, Environment environment, Stage stage) {
        return transactions.inTenant(tenant, () -> row(api, environment, stage).map(ApiRouting::routing));
    }

    /// Published ones that are not usual, by API.
    public Map<UUID, Map<Environment, Routing>> all(TenantId tenant) {
        return transactions.inTenant(tenant, () -> {
            Map<UUID, Map<Environment, Routing>> all = new HashMap<>();
            entities.createQuery("from ApiRouting r where r.stage = :stage", ApiRouting.class)
                    .setParameter("stage", Stage.PUBLISHED.text())
                    .getResultStream()
                    .forEach(row -> all.computeIfAbsent(row.apiId(), _ -> new EnumMap<>(Environment.class))
                            .put(row.environment(), row.routing()));
            return all;
        });
    }

    /// In the caller's transaction. What is usual needs no row, unless it is prepared to take another's place.
    public void put(UUID api, Environment environment, Stage stage, Routing routing) {
        Optional<ApiRouting> there = row(api, environment, stage);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (stage == Stage.PUBLISHED && routing.isUsual()) {
            there.ifPresent(entities::remove);
        } else if (there.isEmpty()) {
            entities.persist(new ApiRouting(api, environment, stage, routing, now));
        } else if (!there.get().routing().equals(routing)) {
            there.get().become(routing, now);
        }
        entities.flush();
    }

    /// In the caller's transaction.
    public void dropDraft(UUID api, Environment environment) {
        row(api, environment, Stage.DRAFT).ifPresent(entities::remove);
        entities.flush();
    }

    /// Of an API that is deleted, in the same transaction.
    public void forget(UUID api) {
        entities.createQuery("from ApiRouting r where r.apiId = :api", ApiRouting.class)
                .setParameter("api", api)
                .getResultList()
                .forEach(entities::remove);
        entities.flush();
    }

    private Optional<ApiRouting> row(UUID api, Environment environment, Stage stage) {
        return entities.createQuery(
                        "from ApiRouting r where r.apiId = :api and r.environment = :environment and r.stage = :stage",
                        ApiRouting.class)
                .setParameter("api", api)
                .setParameter("environment", environment.wireName())
                .setParameter("stage", stage.text())
                .getResultStream()
                .findFirst();
    }
}
