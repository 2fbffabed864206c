package io.tallygate.portal.publishing;

import static io.tallygate.portal.input.Reason.because;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.WrongInput;
import io.tallygate.portal.publishing.openapi.OpenApiDocument;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.routing.Routings;
import io.tallygate.portal.secret.Secret;
import io.tallygate.portal.tenancy.Limit;
import io.tallygate.portal.tenancy.Limits;
import io.tallygate.portal.tenancy.TenantTransactions;
import io.tallygate.portal.tenancy.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jspecify.annotations.Nullable;

/// Many APIs at once, for the document of a whole tenant: all are read in one query, what did not change is never
/// parsed, and new ones are written in batches. A wish is checked first, and what passed can be done.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class ApiStates {
    private static final int DOCUMENTS_AT_ONCE = 100;

    @Inject
    private TenantTransactions transactions;

    @Inject
    private Publishing publishing;

    @Inject
    private Upstreams upstreams;

    @Inject
    private Deployments deployments;

    @Inject
    private Tenants tenants;

    @Inject
    private Limits limits;

    @Inject
    private GatewayRoutes gateways;

    @Inject
    private Routings routings;

    @Inject
    private Clock clock;

    @PersistenceContext(unitName = "portal")
    private EntityManager entities;

    /// A wish that can be done: everything is decided.
    /// @param document  parsed; null when the current one stays
    /// @param test      null: it does not answer in test
    public record Checked(
            String slug,
            String name,
            String description,
            String basePath,
            @Nullable String upstream,
            boolean published,
            @Nullable String text,
            @Nullable OpenApiDocument document,
            @Nullable Test test) {}

    /// What is to answer in test.
    /// @param documentSha256  of a version's document, which may be the one that the wish brings
    public record Test(String upstream, String documentSha256) {}

    /// Oldest first.
    public List<ApiState> all(TenantId tenant) {
        return transactions.inTenant(
                tenant,
                () -> entities.createQuery(
                                "select new io.tallygate.portal.publishing.ApiState(a.id, a.slug, a.name,"
                                        + " a.description, a.basePath, a.upstream, a.status = 'published',"
                                        + " v.documentSha256, d.upstream, t.documentSha256)"
                                        + " from Api a join ApiVersion v on v.id = a.versionId"
                                        + " left join ApiDeployment d on d.apiId = a.id and d.environment = 'test'"
                                        + " left join ApiVersion t on t.id = d.versionId order by a.id",
                                ApiState.class)
                        .getResultList());
    }

    /// The current documents' texts, to the character as they were uploaded.
    public Map<UUID, String> documents(TenantId tenant, Collection<UUID> apis) {
        return transactions.inTenant(tenant, () -> {
            Map<UUID, String> texts = new HashMap<>();
            List<UUID> ids = List.copyOf(apis);
            for (int from = 0; from < ids.size(); from += DOCUMENTS_AT_ONCE) {
                entities.createQuery(
                                "select a.id, v.document from Api a join ApiVersion v on v.id = a.versionId"
                                        + " where a.id in :ids",
                                Object[].class)
                        .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + DOCUMENTS_AT_ONCE)))
                        .getResultStream()
                        .forEach(row -> texts.put((UUID) row[0], (String) row[1]));
            }
            return texts;
        });
    }

    /// @param before   null: it is to be made
    /// @param pointer  where the wish stands in what was sent; what is wrong with it is noted below
    public Checked check(ApiWish wish, @Nullable ApiState before, InputCheck check, String pointer) {
        String text = wish.document();
        if (before != null && text != null && Secret.sha256(text).equals(before.documentSha256())) {
            text = null;
        }
        OpenApiDocument document = text == null ? null : parsed(text, check, pointer);
        if (before == null && text == null) {
            check.refuse(pointer + "/document", because("A new API comes with its OpenAPI document."));
        }
        if (!wish.slug().matches(Publishing.SLUG)) {
            check.refuse(pointer + "/slug", because("Small letters, digits and hyphens, at most 63."));
        }
        String title = document == null ? wish.slug() : document.title();
        String name = check.required(
                pointer + "/name",
                wish.name() != null ? wish.name() : before != null ? before.name() : title,
                Publishing.LONGEST_NAME);
        String described = document == null ? "" : Publishing.shortened(document.description());
        String description = check.optional(
                pointer + "/description",
                wish.description() != null ? wish.description() : before != null ? before.description() : described,
                Publishing.LONGEST_DESCRIPTION);
        String upstream = upstream(wish, before, document, check, pointer);
        boolean published = wish.published() != null ? wish.published() : before != null && before.published();
        if (published && upstream == null) {
            check.refuse(pointer + "/upstream", because("Say which upstream answers: a published API needs one."));
        }
        return new Checked(
                wish.slug(),
                name,
                description,
                basePath(wish, before, check, pointer),
                upstream,
                published,
                text,
                document,
                test(wish, before, text, upstream, check, pointer));
    }

    private @Nullable Test test(
            ApiWish wish,
            @Nullable ApiState before,
            @Nullable String text,
            @Nullable String liveUpstream,
            InputCheck check,
            String pointer) {
        String calledNow = before == null ? null : before.testUpstream();
        String sha256Now = before == null ? null : before.testDocumentSha256();
        ApiWish.TestWish wanted = wish.test();
        if (wanted == null) {
            return calledNow == null || sha256Now == null ? null : new Test(calledNow, sha256Now);
        }
        if (!wanted.answers()) {
            return null;
        }
        String called = wanted.upstream() != null ? wanted.upstream() : calledNow != null ? calledNow : liveUpstream;
        if (called == null) {
            check.refuse(pointer + "/test/upstream", because("Say which upstream answers in test."));
        } else if (wanted.upstream() != null && !called.equals(calledNow)) {
            InputCheck own = new InputCheck();
            String kept = upstreams.check(own, called);
            own.into(check, pointer + "/test");
            called = kept == null ? called : kept;
        }
        String current = text != null ? Secret.sha256(text) : before == null ? "" : before.documentSha256();
        String sha256 =
                wanted.documentSha256() != null ? wanted.documentSha256() : sha256Now != null ? sha256Now : current;
        boolean known = sha256.equals(current)
                || sha256.equals(sha256Now)
                || (before != null && version(before.id(), sha256).isPresent());
        if (!known) {
            check.refuse(pointer + "/test/documentSha256", because("This API has no version with such a document."));
        }
        return called == null ? null : new Test(called, sha256);
    }

    /// The newest one with this document.
    private Optional<UUID> version(UUID api, String documentSha256) {
        return entities.createQuery(
                        "select v.id from ApiVersion v where v.apiId = :api and v.documentSha256 = :sha256"
                                + " order by v.id desc",
                        UUID.class)
                .setParameter("api", api)
                .setParameter("sha256", documentSha256)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private void answerInTest(TenantId tenant, UUID api, @Nullable Test wanted) {
        if (wanted == null) {
            deployments.withdraw(tenant, api, Environment.TEST);
        } else {
            deployments.deploy(
                    tenant,
                    api,
                    Environment.TEST,
                    version(api, wanted.documentSha256()).orElseThrow(),
                    wanted.upstream());
        }
    }

    private @Nullable OpenApiDocument parsed(String text, InputCheck check, String pointer) {
        try {
            return publishing.read(text);
        } catch (WrongInput wrong) {
            wrong.members().forEach(member -> check.refuse(pointer + member.pointer(), member.reason()));
            return null;
        }
    }

    private static String basePath(ApiWish wish, @Nullable ApiState before, InputCheck check, String pointer) {
        String basePath =
                wish.basePath() != null ? wish.basePath() : before != null ? before.basePath() : "/" + wish.slug();
        if (before != null && !basePath.equals(before.basePath())) {
            check.refuse(
                    pointer + "/basePath",
                    because("Callers rely on {0}, so it never changes: make another API.", before.basePath()));
        } else if (!basePath.matches(Publishing.BASE_PATH) || basePath.length() > Publishing.LONGEST_BASE_PATH) {
            check.refuse(
                    pointer + "/basePath",
                    because("Begins with a slash, then small letters, digits, and - . _ ~, for example /orders."));
        }
        return basePath;
    }

    private @Nullable String upstream(
            ApiWish wish,
            @Nullable ApiState before,
            @Nullable OpenApiDocument document,
            InputCheck check,
            String pointer) {
        String entered = wish.upstream();
        if (entered == null) {
            return before != null ? before.upstream() : document == null ? null : upstreams.proposal(document.server());
        }
        if (entered.isEmpty()) {
            return null;
        }
        if (before != null && entered.equals(before.upstream())) {
            return entered;
        }
        InputCheck own = new InputCheck();
        String kept = upstreams.check(own, entered);
        own.into(check, pointer);
        return kept;
    }

    /// In the order of the wishes. Rows of one table are written together, so that they travel in batches.
    /// @throws io.tallygate.portal.tenancy.LimitReached  when the tenant may not have so many
    public List<UUID> create(TenantId tenant, List<Checked> wishes) {
        return transactions.inTenant(tenant, () -> {
            limits.claim(tenant, Limit.APIS, wishes.size());
            limits.claim(
                    tenant,
                    Limit.ROUTES,
                    wishes.stream().filter(Checked::published).count());
            Instant now = now();
            String tenantSlug = tenants.find(tenant).slug();
            List<Api> apis = new ArrayList<>();
            List<ApiVersion> versions = new ArrayList<>();
            for (Checked wish : wishes) {
                UUID version = newId();
                Api api = new Api(
                        newId(),
                        wish.slug(),
                        wish.name(),
                        wish.description(),
                        wish.basePath(),
                        wish.upstream(),
                        version,
                        now);
                if (wish.published()) {
                    api.answerWith(version, upstream(wish), now);
                }
                apis.add(api);
                versions.add(version(version, api.id(), wish, now));
            }
            apis.forEach(entities::persist);
            versions.forEach(entities::persist);
            for (int index = 0; index < apis.size(); index++) {
                Api api = apis.get(index);
                ApiVersion version = versions.get(index);
                List<ApiOperation> operations = persistOperations(version.id(), wishes.get(index));
                if (api.isPublished()) {
                    gateways.put(
                            tenant,
                            tenantSlug,
                            api.id(),
                            api,
                            new Deployment(
                                    Environment.LIVE,
                                    version.id(),
                                    version.version(),
                                    upstream(wishes.get(index)),
                                    now,
                                    operations),
                            Routing.USUAL);
                }
            }
            entities.flush();
            for (int index = 0; index < apis.size(); index++) {
                if (wishes.get(index).test() != null) {
                    answerInTest(tenant, apis.get(index).id(), wishes.get(index).test());
                }
            }
            return apis.stream().map(Api::id).toList();
        });
    }

    public void change(TenantId tenant, UUID id, Checked wish) {
        transactions.inTenant(tenant, () -> {
            Api api = Objects.requireNonNull(entities.find(Api.class, id), "an API that was there a moment ago");
            api.rename(wish.slug());
            api.describe(wish.name(), wish.description(), wish.upstream());
            if (wish.document() != null) {
                ApiVersion version = version(newId(), id, wish, now());
                entities.persist(version);
                persistOperations(version.id(), wish);
                api.goOnWith(version.id());
            }
            if (wish.published() && !api.isPublished()) {
                limits.claim(tenant, Limit.ROUTES, 1);
                api.answerWith(api.versionId(), upstream(wish), now());
            } else if (!wish.published() && api.isPublished()) {
                api.unpublish();
                gateways.remove(tenant, id, routings.published(tenant, id, Environment.LIVE));
            }
            entities.flush();
            deployments.announceLive(tenant, api);
            answerInTest(tenant, id, wish.test());
        });
    }

    private static String upstream(Checked wish) {
        return Objects.requireNonNull(wish.upstream(), "what is published was checked to have one");
    }

    /// With all its versions, wherever it answers; usage that was recorded stays. The caller has made sure that no
    /// product sells it.
    public void delete(TenantId tenant, UUID id) {
        transactions.inTenant(tenant, () -> {
            for (Environment environment : Environment.values()) {
                deployments.withdraw(tenant, id, environment);
            }
            publishing.delete(tenant, publishing.hold(id).orElseThrow());
        });
    }

    private static ApiVersion version(UUID id, UUID api, Checked wish, Instant now) {
        OpenApiDocument document = Objects.requireNonNull(wish.document(), "checked");
        return new ApiVersion(
                id,
                api,
                document.version(),
                document.specification(),
                Objects.requireNonNull(wish.text(), "checked"),
                null,
                now);
    }

    private List<ApiOperation> persistOperations(UUID version, Checked wish) {
        List<ApiOperation> operations = new ArrayList<>();
        for (OpenApiDocument.Operation operation :
                Objects.requireNonNull(wish.document(), "checked").operations()) {
            operations.add(new ApiOperation(version, operations.size(), operation));
        }
        operations.forEach(entities::persist);
        return operations;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// In the order of time, like every id here; asking the database for each would be a round trip for each.
    private static UUID newId() {
        return UuidVersion7Strategy.INSTANCE.generateUuid(null);
    }
}
