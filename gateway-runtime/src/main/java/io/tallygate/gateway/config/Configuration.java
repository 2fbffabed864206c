package io.tallygate.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.config.EntityReader.RouteValue;
import io.tallygate.gateway.config.EntityReader.SubscriptionValue;
import io.tallygate.gateway.config.EntityReader.TenantValue;
import io.tallygate.gateway.config.EventReader.MeterValue;
import io.tallygate.gateway.config.FeedBatch.Change;
import io.tallygate.gateway.config.FeedBatch.Entity;
import io.tallygate.gateway.consumer.Consumers;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.CredentialIndex;
import io.tallygate.gateway.consumer.CredentialsById;
import io.tallygate.gateway.consumer.Plan;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.events.EventCredential;
import io.tallygate.gateway.events.EventSubjects;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.PolicySurroundings;
import io.tallygate.gateway.policy.PolicyTypes;
import io.tallygate.gateway.route.RouteTable;
import io.tallygate.gateway.upstream.Upstream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies batches of the feed, one after the other, and holds what is live. Only what a batch touches is made anew. An
/// entity that cannot be used is refused alone: it is not served, not even in an earlier form, and the rest goes live.
/// A
/// route keeps its place then and lets nobody pass ([ClosedRoute]).
public final class Configuration {
    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

    /// Refusals in a report to the portal, and the characters of each.
    private static final int MOST_TOLD = 200;

    private static final int LONGEST_TOLD = 500;

    private final LimitCounts counts;
    private final PolicyTypes kinds;
    private final PolicySurroundings surroundings;
    private final ConfigurationBounds bounds;
    private final Map<Entity, String> refused = new LinkedHashMap<>();
    private final Map<Limit, String> full = new EnumMap<>(Limit.class);
    private final Map<UUID, UUID> suspended = new HashMap<>();
    private final LiveRoutes routes = new LiveRoutes();
    private final CredentialsById credentials = new CredentialsById();
    private final LiveSubscriptions subscriptions;
    private final LiveEvents events = new LiveEvents();

    /// What [#compile] found unusable only together with the rest.
    private final Map<Entity, String> refusedTogether = new LinkedHashMap<>();

    private volatile @Nullable LiveConfig current;
    private volatile List<Upstream> upstreams = List.of();

    /// For who only looks at a configuration.
    public Configuration(LimitCounts counts) {
        this(
                counts,
                PolicySurroundings.closed(),
                PolicyTypes.builtIn(),
                ConfigurationBounds.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    /// @param surroundings  of the policies
    /// @param kinds         that routes may have
    /// @param bounds        of what is held
    public Configuration(
            LimitCounts counts, PolicySurroundings surroundings, PolicyTypes kinds, ConfigurationBounds bounds) {
        this.counts = counts;
        this.bounds = bounds;
        this.kinds = kinds;
        this.surroundings = surroundings;
        this.subscriptions = new LiveSubscriptions(new PlanLimits(counts));
    }

    /// That routes may have.
    PolicyTypes kinds() {
        return kinds;
    }

    /// Those that are live; the same list as long as they are the same.
    public List<Upstream> upstreams() {
        return upstreams;
    }

    /// Whose the subscriptions are that events are told of; always up to date.
    public EventSubjects eventSubjects() {
        return subscriptions.subjects();
    }

    /// Asked once by each call. Null before the first revision.
    public @Nullable LiveConfig current() {
        return current;
    }

    /// 0 before the first.
    public long revision() {
        LiveConfig live = current;
        return live == null ? 0 : live.revision();
    }

    /// Why which entities are not served, for people.
    public synchronized List<String> refusals() {
        List<String> all = new ArrayList<>();
        refused.forEach((entity, why) -> all.add(entity.kind() + " " + entity.id() + ": " + why));
        refusedTogether.forEach((entity, why) -> all.add(entity.kind() + " " + entity.id() + ": " + why));
        return all;
    }

    /// As [#refusals], for programs: `kind`, `id` and `why` of each, with bounds, and how many there are in all.
    synchronized void tellRefusals(ObjectNode report) {
        report.put("refusedCount", refused.size() + refusedTogether.size());
        ArrayNode told = report.putArray("refused");
        for (Map<Entity, String> each : List.of(refused, refusedTogether)) {
            each.forEach((entity, why) -> {
                if (told.size() < MOST_TOLD) {
                    told.addObject()
                            .put("kind", entity.kind())
                            .put("id", entity.id().toString())
                            .put("why", why.length() > LONGEST_TOLD ? why.substring(0, LONGEST_TOLD) : why);
                }
            });
        }
    }

    /// What an entity of the feed is to this gateway.
    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    Object read(Entity entity, JsonNode value) {
        return EntityReader.read(entity, value, counts, surroundings, kinds);
    }

    synchronized void apply(FeedBatch batch) {
        Set<Kind> touched = EnumSet.noneOf(Kind.class);
        List<Credential> removed = new ArrayList<>();
        List<Credential> added = new ArrayList<>();
        if (batch.snapshot()) {
            touched = EnumSet.allOf(Kind.class);
            removed.addAll(credentials.all());
            forgetAll();
        }
        for (Change change : batch.changes()) {
            Kind kind = Kind.of(change.entity().kind());
            Credential before =
                    kind == Kind.CREDENTIAL ? credentials.get(change.entity().id()) : null;
            forget(kind, change.entity());
            if (before != null) {
                removed.add(before);
            }
            if (change instanceof FeedBatch.Put put) {
                put(put, added);
            }
            if (kind != null) {
                touched.add(kind);
            }
        }
        compile(batch.revision(), touched, removed, added);
    }

    private void forgetAll() {
        refused.clear();
        suspended.clear();
        routes.forgetAll();
        credentials.clear();
        subscriptions.forgetAll();
        events.forgetAll();
    }

    private void forget(@Nullable Kind kind, Entity entity) {
        refused.remove(entity);
        switch (kind) {
            case null -> {
                // nothing is kept of it
            }
            case TENANT -> suspended.remove(entity.id());
            case UPSTREAM -> routes.forgetUpstream(entity.id());
            case ROUTE -> routes.forgetRoute(entity.id());
            case CREDENTIAL -> credentials.remove(entity.id());
            case PLAN_VERSION -> subscriptions.forgetPlan(entity.id());
            case SUBSCRIPTION -> subscriptions.forgetSubscription(entity.id());
            case METER -> events.forgetMeter(entity.id());
            case EVENT_CREDENTIAL -> events.forgetCredential(entity.id());
        }
    }

    private void put(FeedBatch.Put put, List<Credential> added) {
        UUID id = put.entity().id();
        switch (put.value()) {
            case TenantValue tenant -> {
                if (tenant.suspended()) {
                    suspended.put(id, tenant.tenant());
                }
            }
            case Upstream upstream -> routes.put(upstream);
            case RouteValue route -> {
                if (routes.count() >= bounds.routes()) {
                    refuse(put.entity(), Limit.ROUTES, bounds.routes());
                    return;
                }
                routes.put(route);
                if (route.unusable() != null) {
                    refuse(put.entity(), route.unusable());
                }
            }
            case Credential credential -> {
                if (credentials.count() >= bounds.credentials()) {
                    refuse(put.entity(), Limit.CREDENTIALS, bounds.credentials());
                    return;
                }
                credentials.put(credential);
                added.add(credential);
            }
            case Plan plan -> subscriptions.put(plan);
            case SubscriptionValue subscription -> subscriptions.put(subscription);
            case MeterValue meter -> {
                if (events.meters() >= bounds.routes()) {
                    refuse(put.entity(), Limit.METERS, bounds.routes());
                    return;
                }
                events.put(id, meter);
            }
            case EventCredential credential -> {
                if (events.credentials() >= bounds.credentials()) {
                    refuse(put.entity(), Limit.CREDENTIALS, bounds.credentials());
                    return;
                }
                events.put(credential);
            }
            case null, default -> refuse(put.entity(), String.valueOf(put.unusable()));
        }
    }

    /// There may be very many: they are said once, and share their reason.
    private void refuse(Entity entity, Limit limit, int most) {
        surroundings.metrics().hit(limit);
        String why = full.get(limit);
        if (why == null) {
            why = "this gateway holds %,d of them already (%s)".formatted(most, limit.text());
            full.put(limit, why);
            LOG.warn("Refused {} {} and what comes behind it: {}", entity.kind(), entity.id(), why);
        }
        refused.put(entity, why);
    }

    private void refuse(Entity entity, String why) {
        refused.put(entity, why);
        LOG.warn("Refused {} {}: {}", entity.kind(), entity.id(), why);
    }

    private void compile(long revision, Set<Kind> touched, List<Credential> removed, List<Credential> added) {
        LiveConfig before = current;
        Consumers consumers = before == null ? Consumers.NONE : before.consumers();
        RouteTable<LiveRoute> table = routeTable();
        if (!removed.isEmpty() || !added.isEmpty()) {
            CredentialIndex index = consumers.credentials().with(removed, added);
            consumers = consumers.withCredentials(index);
        }
        Consumers subscribed = subscriptions.into(consumers);
        if (subscribed != consumers) {
            consumers = subscribed;
            refuse(Kind.SUBSCRIPTION, subscriptions.refused());
        }
        Set<UUID> closed = before == null ? Set.of() : before.suspended();
        if (touched.contains(Kind.TENANT)) {
            closed = Set.copyOf(suspended.values());
        }
        upstreams = routes.upstreams();
        current = new LiveConfig(
                revision, table, consumers, events.rules(), closed, refused.size() + refusedTogether.size());
    }

    private RouteTable<LiveRoute> routeTable() {
        RouteTable<LiveRoute> before = current == null ? null : current.routes();
        RouteTable<LiveRoute> table = routes.table();
        if (table != before) {
            refuse(Kind.ROUTE, routes.refused());
        }
        return table;
    }

    /// Those of that kind, and no others.
    private void refuse(Kind kind, Map<UUID, String> unserved) {
        refusedTogether
                .keySet()
                .removeIf(entity -> entity.kind().equals(kind.text()) && !unserved.containsKey(entity.id()));
        unserved.forEach((id, why) -> refuseTogether(kind, id, why));
    }

    private void refuseTogether(Kind kind, UUID id, String why) {
        Entity entity = new Entity(kind.text(), id);
        if (refused.containsKey(entity)) {
            refusedTogether.remove(entity); // its first fault is enough
        } else if (!why.equals(refusedTogether.put(entity, why))) { // said once
            LOG.warn("Refused {} {}: {}", kind.text(), id, why);
        }
    }
}
