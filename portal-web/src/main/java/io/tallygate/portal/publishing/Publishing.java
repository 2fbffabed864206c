package io.tallygate.portal.publishing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InUse;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.openapi.DocumentLimits;
import io.tallygate.portal.publishing.openapi.Finding;
import io.tallygate.portal.publishing.openapi.InvalidOpenApi;
import io.tallygate.portal.publishing.openapi.OpenApiDocument;
import io.tallygate.portal.publishing.openapi.OpenApiReader;
import io.tallygate.portal.routing.Routings;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.TenantTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/// A tenant's APIs. Each method is a transaction of its own, or part of the caller's inside the same tenant. Who may
/// call which is
/// decided by who asks.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class Publishing {
    static final String SLUG = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    static final String BASE_PATH = "(/[a-z0-9][a-z0-9._~-]*)+";
    static final int LONGEST_NAME = 200;
    static final int LONGEST_BASE_PATH = 200;
    static final int LONGEST_DESCRIPTION = 20_000;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Limits limits;

    @Inject
    private Upstreams upstreams;

    @Inject
    private DocumentSource sources;

    @Inject
    private Deployments deployments;

    @Inject
    private Routings routings;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    private final OpenApiReader reader = new OpenApiReader(DocumentLimits.DEFAULT);

    /// Makes a draft.
    /// @throws io.tallygate.portal.tenancy.LimitReached  when the tenant has as many as it may
    /// @throws WrongInput  pointing at what cannot be; a fault of the document is `/document` or
    /// `/documentUrl`, then its place
    public ApiView importDocument(TenantId tenant, NewApi wanted) {
        ImportedText text = sources.of(tenant, wanted.document(), wanted.documentUrl());
        OpenApiDocument document = read(text);
        Checked checked = check(wanted, document);
        return transactions.inTenant(tenant, () -> {
            limits.claim(tenant, Limit.APIS, 1);
            return draft(checked, document, text);
        });
    }

    private record Checked(
            String name,
            String slug,
            String basePath,
            @Nullable String upstream) {}

    private Checked check(NewApi wanted, OpenApiDocument document) {
        InputCheck check = new InputCheck();
        String name = check.required("/name", otherwise(wanted.name(), document.title()), 200);
        String slug = check.optional("/slug", otherwise(wanted.slug(), slugOf(name)), 63);
        if (!slug.matches(SLUG)) {
            check.refuse("/slug", because("Small letters, digits and hyphens, at most 63."));
        }
        String basePath = check.optional("/basePath", otherwise(wanted.basePath(), "/" + slug), 200);
        if (!basePath.matches(BASE_PATH)) {
            check.refuse(
                    "/basePath",
                    because("Begins with a slash, then small letters, digits, and - . _ ~, for example /orders."));
        }
        String entered = otherwise(wanted.upstream(), "");
        String upstream = entered.isEmpty() ? upstreams.proposal(document.server()) : upstreams.check(check, entered);
        check.done();
        return new Checked(name, slug, basePath, upstream);
    }

    private ApiView draft(Checked checked, OpenApiDocument document, ImportedText text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID versionId = newId();
        Api api = new Api(
                newId(),
                checked.slug(),
                checked.name(),
                shortened(document.description()),
                checked.basePath(),
                checked.upstream(),
                versionId,
                now);
        try {
            entities.persist(api);
            persistVersion(versionId, api.id(), document, text, now);
            entities.flush();
        } catch (ConstraintViolationException taken) {
            throw reason(taken, checked.slug(), checked.basePath());
        }
        return view(api, true);
    }

    private static RuntimeException reason(ConstraintViolationException taken, String slug, String basePath) {
        return switch (String.valueOf(taken.getConstraintName())) {
            case "api_slug" -> new WrongInput("/slug", because("An API with this slug exists: {0}", slug));
            case "api_base_path" ->
                new WrongInput("/basePath", because("Another API answers at this path: {0}", basePath));
            default -> taken;
        };
    }

    /// Another document of the API answers in an environment from now on; where live is not published, it will.
    /// @throws WrongInput  as [#importDocument]
    public Optional<ApiView> importVersion(
            TenantId tenant, UUID id, Environment environment, @Nullable String text, @Nullable String url) {
        if (find(tenant, id).isEmpty()) {
            return Optional.empty(); // nothing is fetched for nothing
        }
        ImportedText kept = sources.of(tenant, text, url);
        OpenApiDocument document = read(kept);
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Api.class, id)).map(api -> {
                    UUID versionId = newId();
                    persistVersion(
                            versionId, id, document, kept, clock.instant().truncatedTo(ChronoUnit.MICROS));
                    switch (environment) {
                        case LIVE -> {
                            api.goOnWith(versionId);
                            entities.flush();
                            deployments.announceLive(tenant, api);
                        }
                        case TEST -> deployments.deploy(tenant, id, environment, versionId, null);
                    }
                    return view(api, true);
                }));
    }

    /// Null leaves a member as it is.
    /// @throws WrongInput  pointing at what cannot be
    public Optional<ApiView> change(
            TenantId tenant, UUID id, @Nullable String name, @Nullable String description, @Nullable String upstream) {
        InputCheck check = new InputCheck();
        String newName = name == null ? null : check.required("/name", name, 200);
        String newDescription =
                description == null ? null : check.optional("/description", description, LONGEST_DESCRIPTION);
        String newUpstream = upstream == null ? null : upstreams.check(check, upstream);
        check.done();
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Api.class, id)).map(api -> {
                    api.describe(
                            newName == null ? api.name() : newName,
                            newDescription == null ? api.description() : newDescription,
                            newUpstream == null ? api.upstream() : newUpstream);
                    entities.flush();
                    deployments.announceLive(tenant, api);
                    return view(api, true);
                }));
    }

    /// Gateways serve it as soon as this has committed. Publishing what is published changes nothing.
    /// @throws NotReady  when it has no upstream yet
    public Optional<ApiView> publish(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> {
            deployments.deploy(tenant, id, Environment.LIVE, null, null);
            return find(tenant, id);
        });
    }

    /// Gateways answer 404 as soon as they hear of it.
    public Optional<ApiView> unpublish(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, () -> {
            deployments.withdraw(tenant, id, Environment.LIVE);
            return find(tenant, id);
        });
    }

    /// The API as nobody else can change it until the caller's transaction ends.
    public Optional<ApiView> hold(UUID id) {
        return Optional.ofNullable(entities.find(Api.class, id, LockModeType.PESSIMISTIC_WRITE))
                .map(api -> view(api, false));
    }

    /// A draft with all its versions, in the caller's transaction. Whether a product sells it is the caller's to ask,
    /// who knows products.
    /// @param held  by [#hold]
    /// @throws InUse  when gateways serve it, in whichever environment
    public void delete(TenantId tenant, ApiView held) {
        Api api = held.api();
        List<Deployment> answering = deployments.of(tenant, api.id());
        if (!answering.isEmpty()) {
            throw new InUse(answering.stream()
                    .map(deployment -> deployment.environment().wireName())
                    .collect(Collectors.joining(", ", "It answers in ", ": withdraw it there first.")));
        }
        List<ApiVersion> versions = entities.createQuery("from ApiVersion v where v.apiId = :api", ApiVersion.class)
                .setParameter("api", api.id())
                .getResultList();
        entities.createQuery("delete from ApiOperation o where o.versionId in :versions")
                .setParameter("versions", versions.stream().map(ApiVersion::id).toList())
                .executeUpdate();
        routings.forget(api.id());
        // the two refer to each other; the database looks when the transaction ends
        versions.forEach(entities::remove);
        entities.remove(api);
        entities.flush();
    }

    public Optional<ApiView> find(TenantId tenant, UUID id) {
        return transactions.inTenant(
                tenant, () -> Optional.ofNullable(entities.find(Api.class, id)).map(api -> view(api, true)));
    }

    public Optional<ApiView> bySlug(TenantId tenant, String slug) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Api a where a.slug = :slug", Api.class)
                        .setParameter("slug", slug)
                        .getResultStream()
                        .findFirst()
                        .map(api -> view(api, true)));
    }

    /// The current version's document, to the character as it was uploaded.
    public Optional<String> document(TenantId tenant, UUID id) {
        return transactions.inTenant(
                tenant,
                () -> Optional.ofNullable(entities.find(Api.class, id))
                        .map(api ->
                                entities.find(ApiVersion.class, api.versionId()).document()));
    }

    /// What is unusual in the current version's document, but no hindrance.
    public List<Finding> findings(TenantId tenant, UUID id) {
        return document(tenant, id).map(text -> read(text).warnings()).orElse(List.of());
    }

    /// Oldest first, without their operations.
    /// @param onlyPublished  what the public may see
    /// @param after          the last id of the page before; null for the first page
    public List<ApiView> list(TenantId tenant, boolean onlyPublished, @Nullable UUID after, int limit) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "select a, v.version, v.specification from Api a join ApiVersion v on v.id ="
                                    + " a.versionId where (:all = true or a.status = 'published') and (:after is null"
                                    + " or a.id > :after) order by a.id",
                                Object[].class)
                        .setParameter("all", !onlyPublished)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultStream()
                        .map(row -> new ApiView((Api) row[0], (String) row[1], (String) row[2], List.of()))
                        .toList());
    }

    /// Those of them that are the tenant's, oldest first, without their operations.
    public List<ApiView> these(TenantId tenant, List<UUID> ids) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Api a where a.id in :ids order by a.id", Api.class)
                        .setParameter("ids", ids)
                        .getResultStream()
                        .map(api -> view(api, false))
                        .toList());
    }

    /// How many operations the current versions have, by API; one without any is left out.
    public Map<UUID, Long> operationCounts(TenantId tenant, List<UUID> ids) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "select a.id, count(o) from Api a join ApiOperation o on o.versionId = a.versionId"
                                        + " where a.id in :ids group by a.id",
                                Object[].class)
                        .setParameter("ids", ids)
                        .getResultStream()
                        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (Long) row[1])));
    }

    public long count(TenantId tenant, boolean onlyPublished) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "select count(a) from Api a where :all = true or a.status = 'published'", Long.class)
                        .setParameter("all", !onlyPublished)
                        .getSingleResult());
    }

    /// Which of these are APIs of the tenant. None of them can be deleted until the transaction ends.
    public Set<UUID> known(TenantId tenant, List<UUID> ids) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery("from Api a where a.id in :ids order by a.id", Api.class)
                        .setParameter("ids", ids)
                        .setLockMode(LockModeType.PESSIMISTIC_READ)
                        .getResultStream()
                        .map(Api::id)
                        .collect(Collectors.toSet()));
    }

    /// Where the API answers on a shared gateway group, for example `/acme/orders`.
    public static String gatewayPath(String tenantSlug, Api api) {
        return gatewayPath(tenantSlug, Environment.LIVE, api);
    }

    /// As [#gatewayPath(String, Api)], for example `/acme~test/orders`.
    public static String gatewayPath(String tenantSlug, Environment environment, Api api) {
        return GatewayRoutes.path(tenantSlug, environment, api);
    }

    private ApiView view(Api api, boolean withOperations) {
        ApiVersion version = entities.find(ApiVersion.class, api.versionId());
        List<ApiOperation> operations = withOperations
                ? entities.createQuery(
                                "from ApiOperation o where o.versionId = :version order by o.position",
                                ApiOperation.class)
                        .setParameter("version", version.id())
                        .getResultList()
                : List.of();
        return new ApiView(api, version.version(), version.specification(), operations);
    }

    private void persistVersion(UUID id, UUID api, OpenApiDocument document, ImportedText text, Instant now) {
        entities.persist(
                new ApiVersion(id, api, document.version(), document.specification(), text.text(), text.source(), now));
        entities.flush();
        int position = 0;
        for (OpenApiDocument.Operation operation : document.operations()) {
            entities.persist(new ApiOperation(id, position++, operation));
        }
    }

    OpenApiDocument read(String text) {
        return read(ImportedText.sent(text));
    }

    private OpenApiDocument read(ImportedText text) {
        try {
            return reader.read(text.text());
        } catch (InvalidOpenApi invalid) {
            // a place inside the document is a fragment; the document itself needs none
            throw new WrongInput(invalid.findings().stream()
                    .map(finding -> new WrongInput.Member(
                            text.member() + (finding.pointer().equals("#") ? "" : finding.pointer()), finding.reason()))
                    .toList());
        }
    }

    static String otherwise(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text.strip();
    }

    static String shortened(String description) {
        return description.length() <= LONGEST_DESCRIPTION
                ? description
                : description.substring(0, LONGEST_DESCRIPTION);
    }

    static String slugOf(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String cut = plain.length() > 63 ? plain.substring(0, 63) : plain;
        String slug = cut.replaceAll("^-+|-+$", "");
        return slug.isEmpty() ? "api" : slug;
    }

    /// In the order of time, like every id here.
    private UUID newId() {
        return (UUID) entities.createNativeQuery("select uuidv7()", UUID.class).getSingleResult();
    }
}
