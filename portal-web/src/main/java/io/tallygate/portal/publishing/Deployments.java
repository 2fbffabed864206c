package io.tallygate.portal.publishing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
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
                                        gateways.remove(tenant, deployed.id());
                                    });
                            }
                            return true;
                        })
                        .orElse(false));
    }

    private void withdrawLive(TenantId tenant, Api api) {
        if (api.isPublished()) {
            api.unpublish();
            gateways.remove(tenant, api.id());
        }
    }

    /// What gateways must know of a live API that was changed; nothing when it is not published.
    void announceLive(TenantId tenant, Api api) {
        now(api, Environment.LIVE)
                .ifPresent(
                        deployment -> gateways.put(tenant, tenants.find(tenant).slug(), api.id(), api, deployment));
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
                () -> Optional.ofNullable(entities.find(Api.class, api)).map(found -> promotion(found, from, to)));
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
                    Promotion promotion = promotion(found, from, to);
                    if (seen != null && !seen.equals(promotion.tag())) {
                        throw new ChangedMeanwhile();
                    }
                    Deployment after = promotion.after();
                    put(tenant, found, to, after.versionId(), after.upstream());
                    return promotion;
                }));
    }

    private Promotion promotion(Api api, Environment from, Environment to) {
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
                        source.operations()));
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
        gateways.put(tenant, tenants.find(tenant).slug(), place, api, deployment);
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
