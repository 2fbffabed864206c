package io.tallygate.portal.publishing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.routing.Routings;
import io.tallygate.portal.routing.Stage;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What of an API answers where: each environment has its own version and upstream. Gateways hear of a change in the
/// transaction that makes it.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Deployments {
    @Inject
    private TenantTransactions transactions;

    @Inject
    private Tenants tenants;

    @Inject
    private Limits limits;

    @Inject
    private Upstreams upstreams;

    @Inject
    private GatewayRoutes gateways;

    @Inject
    private Routings routings;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// Somebody changed what answers where since the promotion was looked at.
    public static final class ChangedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Live first; an environment where nothing answers is left out.
    public List<Deployment> of(TenantId tenant, UUID api) {
        return transactions.inTenant(tenant, () -> {
            Api found = entities.find(Api.class, api);
            return found == null
                    ? List.of()
                    : Stream.of(Environment.values())
                            .flatMap(environment -> now(found, environment).stream())
                            .toList();
        });
    }

    /// Which of these answer in test.
    public Set<UUID> inTest(TenantId tenant, List<UUID> apis) {
        return transactions.inTenant(
                tenant,
                () -> Set.copyOf(
                        entities.createQuery("select d.apiId from ApiDeployment d where d.apiId in :apis", UUID.class)
                                .setParameter("apis", apis)
                                .getResultList()));
    }

    /// A version answers in an environment from now on.
    /// @param version   null: the one that answers there already, else the API's current one
    /// @param upstream  null: the one that is called there already, else that of live
    /// @return          empty when there is no such API
    /// @throws NotReady    when nobody has said an upstream
    /// @throws WrongInput  pointing at what cannot be
    public Optional<Deployment> deploy(
            TenantId tenant, UUID api, Environment environment, @Nullable UUID version, @Nullable String upstream) {
        InputCheck check = new InputCheck();
        String entered = upstream == null || upstream.isBlank() ? null : upstreams.check(check, upstream.strip());
        check.done();
        return transactions.inTenant(
                tenant,
                () -> locked(api).map(found -> {
                    Optional<Deployment> before = now(found, environment);
                    UUID chosen = version != null
                            ? ofApi(found, version)
                            : before.map(Deployment::versionId).orElse(found.versionId());
                    String called = entered != null
                            ? entered
                            : before.map(Deployment::upstream).orElse(found.upstream());
                    if (called == null) {
                        throw new NotReady("Say first which upstream answers for this API.");
                    }
                    return put(tenant, found, environment, chosen, called);
                }));
    }

    /// Gateways answer 404 there as soon as they hear of it.
    /// @return false when there is no such API
    public boolean withdraw(TenantId tenant, UUID api, Environment environment) {
        return transactions.inTenant(
                tenant,
                () -> locked(api)
                        .map(found -> {
                            switch (environment) {
                                case LIVE -> withdrawLive(tenant, found);
                                case TEST ->
                                    other(found, environment).ifPresent(deployed -> {
                                        entities.remove(deployed);
                                        gateways.remove(
                                                tenant, deployed.id(), routings.published(tenant, api, environment));
                                    });
                            }
                            return true;
                        })
                        .orElse(false));
    }

    private void withdrawLive(TenantId tenant, Api api) {
        if (api.isPublished()) {
            api.unpublish();
            gateways.remove(tenant, api.id(), routings.published(tenant, api.id(), Environment.LIVE));
        }
    }

    /// What gateways must know of a live API that was changed; nothing when it is not published.
    void announceLive(TenantId tenant, Api api) {
        now(api, Environment.LIVE).ifPresent(deployment -> announce(tenant, api.id(), api, deployment));
    }

    private void announce(TenantId tenant, UUID place, Api api, Deployment deployment) {
        gateways.put(
                tenant,
                tenants.find(tenant).slug(),
                place,
                api,
                deployment,
                routings.published(tenant, api.id(), deployment.environment()));
    }

    /// What gateways do with an API's calls in an environment is another from now on; what was prepared there is no
    /// more. Where nothing answers yet, it is so once something does.
    /// @param routing  checked
    /// @return         false when there is no such API
    public boolean route(TenantId tenant, UUID api, Environment environment, Routing routing) {
        return transactions.inTenant(
                tenant,
                () -> locked(api)
                        .map(found -> {
                            Routing before = routings.published(tenant, api, environment);
                            routings.put(api, environment, Stage.PUBLISHED, routing);
                            routings.dropDraft(api, environment);
                            now(found, environment).ifPresent(deployment -> {
                                UUID place = place(found, environment);
                                gateways.removeRoutes(tenant, place, before, routing);
                                announce(tenant, place, found, deployment);
                            });
                            return true;
                        })
                        .orElse(false));
    }

    /// Of the address that is called in an environment, or will be; empty when nobody has said one.
    public Optional<String> scheme(TenantId tenant, UUID api, Environment environment) {
        return transactions.inTenant(tenant, () -> {
            Api found = entities.find(Api.class, api);
            return found == null
                    ? Optional.empty()
                    : now(found, environment)
                            .map(Deployment::upstream)
                            .or(() -> Optional.ofNullable(found.upstream()))
                            .map(address -> URI.create(address).getScheme());
        });
    }

    /// What gateways know it by; empty where nothing answers.
    Optional<UUID> place(TenantId tenant, UUID api, Environment environment) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Api.class, api))
                        .filter(found -> now(found, environment).isPresent())
                        .map(found -> place(found, environment)));
    }

    private UUID place(Api api, Environment environment) {
        return switch (environment) {
            case LIVE -> api.id();
            case TEST -> other(api, environment).orElseThrow().id();
        };
    }

    /// A document that was imported.
    /// @param version    `info.version` of it
    /// @param sourceUrl  where it was fetched from; null when it was sent
    public record Version(
            UUID id,
            String version,
            String specification,
            @Nullable String sourceUrl,
            Instant createdAt) {}

    /// Oldest first.
    /// @param after  the last id of the page before; null for the first page
    public List<Version> versions(TenantId tenant, UUID api, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "select v.id, v.version, v.specification, v.sourceUrl, v.createdAt from ApiVersion v"
                                        + " where v.apiId = :api and (:after is null or v.id > :after) order by v.id",
                                Object[].class)
                        .setParameter("api", api)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultStream()
                        .map(row -> new Version(
                                (UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (Instant) row[4]))
                        .toList());
    }

    /// What would change if one environment took over another one's version. An upstream stays where it is: each
    /// environment has its own, and a new one begins with the other's.
    /// @return empty when there is no such API
    /// @throws NotReady  when there is nothing to take over
    public Optional<Promotion> preview(TenantId tenant, UUID api, Environment from, Environment to) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Api.class, api))
                        .map(found -> promotion(tenant, found, from, to)));
    }

    /// Does what [#preview] says, all of it or nothing.
    /// @param seen  the tag of what was looked at; null takes whatever there is now
    /// @return      empty when there is no such API
    /// @throws ChangedMeanwhile  when something else would change now
    /// @throws NotReady          when there is nothing to take over
    public Optional<Promotion> promote(
            TenantId tenant, UUID api, Environment from, Environment to, @Nullable String seen) {
        return transactions.inTenant(
                tenant,
                () -> locked(api).map(found -> {
                    Promotion promotion = promotion(tenant, found, from, to);
                    if (seen != null && !seen.equals(promotion.tag())) {
                        throw new ChangedMeanwhile();
                    }
                    Deployment after = promotion.after();
                    put(tenant, found, to, after.versionId(), after.upstream());
                    Routing routing = takenOver(tenant, api, from, to);
                    if (!routing.equals(routings.published(tenant, api, to))) {
                        route(tenant, api, to, routing);
                    }
                    return promotion;
                }));
    }

    /// The one's routes with the other's upstream, which each environment has for itself.
    private Routing takenOver(TenantId tenant, UUID api, Environment from, Environment to) {
        Routing own = routings.published(tenant, api, to);
        return new Routing(routings.published(tenant, api, from).routes(), own.upstream(), own.sealed());
    }

    private Promotion promotion(TenantId tenant, Api api, Environment from, Environment to) {
        if (from == to) {
            throw new WrongInput("/to", because("Another environment than the one it comes from."));
        }
        Deployment source = now(api, from)
                .orElseThrow(() -> new NotReady("Nothing of this API answers in " + from.wireName() + "."));
        Deployment before = now(api, to).orElse(null);
        String own = before != null ? before.upstream() : to == Environment.LIVE ? api.upstream() : null;
        return new Promotion(
                from,
                to,
                before,
                new Deployment(
                        to,
                        source.versionId(),
                        source.version(),
                        Objects.requireNonNullElse(own, source.upstream()),
                        clock.instant(),
                        source.operations()),
                new Promotion.Routes(
                        routings.published(tenant, api.id(), to).routes().toString(),
                        takenOver(tenant, api.id(), from, to).routes().toString()));
    }

    /// One at a time changes what answers where.
    private Optional<Api> locked(UUID api) {
        return Optional.ofNullable(entities.find(Api.class, api, LockModeType.PESSIMISTIC_WRITE));
    }

    private Deployment put(TenantId tenant, Api api, Environment environment, UUID version, String upstream) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Deployment before = now(api, environment).orElse(null);
        if (before == null) {
            limits.claim(tenant, Limit.ROUTES, 1);
        }
        if (before != null
                && before.versionId().equals(version)
                && before.upstream().equals(upstream)) {
            return before;
        }
        UUID place = switch (environment) {
            case LIVE -> {
                api.answerWith(version, upstream, now);
                yield api.id();
            }
            case TEST -> {
                Optional<ApiDeployment> there = other(api, environment);
                there.ifPresent(deployed -> deployed.become(version, upstream, now));
                yield there.orElseGet(() -> {
                            ApiDeployment made = new ApiDeployment(api.id(), environment, version, upstream, now);
                            entities.persist(made);
                            return made;
                        })
                        .id();
            }
        };
        entities.flush();
        Deployment deployment = now(api, environment).orElseThrow();
        announce(tenant, place, api, deployment);
        return deployment;
    }

    private UUID ofApi(Api api, UUID version) {
        ApiVersion found = entities.find(ApiVersion.class, version);
        if (found == null || !found.apiId().equals(api.id())) {
            throw new WrongInput("/version", because("This API has no such version."));
        }
        return version;
    }

    private Optional<Deployment> now(Api api, Environment environment) {
        return switch (environment) {
            case LIVE ->
                Optional.ofNullable(api.upstream())
                        .filter(upstream -> api.isPublished())
                        .map(upstream -> deployment(
                                environment,
                                api.versionId(),
                                upstream,
                                Objects.requireNonNullElse(api.publishedAt(), api.createdAt())));
            case TEST ->
                other(api, environment)
                        .map(deployed -> deployment(
                                environment, deployed.versionId(), deployed.upstream(), deployed.deployedAt()));
        };
    }

    private Deployment deployment(Environment environment, UUID versionId, String upstream, Instant since) {
        ApiVersion version = entities.find(ApiVersion.class, versionId);
        return new Deployment(
                environment,
                versionId,
                version.version(),
                upstream,
                since,
                entities.createQuery(
                                "from ApiOperation o where o.versionId = :version order by o.position",
                                ApiOperation.class)
                        .setParameter("version", versionId)
                        .getResultList());
    }

    private Optional<ApiDeployment> other(Api api, Environment environment) {
        return entities.createQuery(
                        "from ApiDeployment d where d.apiId = :api and d.environment = :environment",
                        ApiDeployment.class)
                .setParameter("api", api.id())
                .setParameter("environment", environment.wireName())
                .getResultStream()
                .findFirst();
    }
}
