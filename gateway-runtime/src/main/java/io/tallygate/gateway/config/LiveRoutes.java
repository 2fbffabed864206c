package io.tallygate.gateway.config;

import io.tallygate.gateway.aggregate.Aggregation;
import io.tallygate.gateway.config.EntityReader.RouteValue;
import io.tallygate.gateway.route.RouteTable;
import io.tallygate.gateway.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Routes and upstreams as the feed has told them, and the table of those that can go live. Only what was changed since
/// the last table costs something in the next.
final class LiveRoutes {
    private final Map<UUID, Upstream> upstreams = new HashMap<>();
    /// Those that a batch has taken away so far: one that comes back as it was goes on with what its calls have told.
    private final Map<UUID, Upstream> leaving = new HashMap<>();
    private final Map<UUID, RouteValue> routes = new HashMap<>();
    private final Map<UUID, Set<UUID>> routesOfUpstream = new HashMap<>();
    private final Map<UUID, LiveRoute> live = new HashMap<>();
    private final Map<UUID, String> refused = new LinkedHashMap<>();
    private final Set<UUID> touched = new HashSet<>();
    private @Nullable List<Upstream> listed;
    private RouteTable<LiveRoute> table = RouteTable.empty(LiveRoute::route);

    void forgetAll() {
        touched.addAll(routes.keySet());
        routes.clear();
        routesOfUpstream.clear();
        leaving.putAll(upstreams);
        upstreams.clear();
        listed = null;
    }

    /// The same list until one of them changes.
    List<Upstream> upstreams() {
        List<Upstream> list = listed;
        if (list == null) {
            list = List.copyOf(upstreams.values());
            listed = list;
        }
        return list;
    }

    void forgetUpstream(UUID id) {
        Upstream before = upstreams.remove(id);
        if (before != null) {
            leaving.put(id, before);
        }
        listed = null;
        touched.addAll(routesOfUpstream.getOrDefault(id, Set.of()));
    }

    void put(Upstream told) {
        Upstream before = leaving.get(told.id());
        Upstream upstream = before != null && before.isDefinedAs(told) ? before : told;
        upstreams.put(upstream.id(), upstream);
        listed = null;
        touched.addAll(routesOfUpstream.getOrDefault(upstream.id(), Set.of()));
    }

    void forgetRoute(UUID id) {
        RouteValue before = routes.remove(id);
        if (before != null) {
            touched.add(id);
            for (UUID upstream : before.upstreams()) {
                routesOfUpstream.computeIfPresent(upstream, (_, ids) -> {
                    ids.remove(id);
                    return ids.isEmpty() ? null : ids;
                });
            }
        }
    }

    /// With those that let nobody pass.
    int count() {
        return routes.size();
    }

    void put(RouteValue value) {
        UUID id = value.route().id();
        forgetRoute(id);
        routes.put(id, value);
        for (UUID upstream : value.upstreams()) {
            routesOfUpstream.computeIfAbsent(upstream, _ -> new HashSet<>()).add(id);
        }
        touched.add(id);
    }

    /// With all that was told so far.
    RouteTable<LiveRoute> table() {
        leaving.clear();
        if (touched.isEmpty()) {
            return table;
        }
        List<LiveRoute> removed = new ArrayList<>();
        List<LiveRoute> added = new ArrayList<>();
        for (UUID id : touched) {
            LiveRoute before = live.remove(id);
            if (before != null) {
                removed.add(before);
            }
            refused.remove(id);
            RouteValue value = routes.get(id);
            if (value == null) {
                continue;
            }
            Upstream upstream = of(value, value.upstream());
            Map<UUID, Upstream> others = others(value);
            LiveRoute now = new LiveRoute(value.route(), ClosedRoute.POLICIES, ClosedRoute.NOWHERE, null);
            if (upstream != null && others != null) {
                Aggregation aggregation = value.aggregation();
                now = new LiveRoute(
                        value.route(),
                        value.policies().with(others),
                        upstream,
                        aggregation == null ? null : aggregation.with(others));
            } else if (value.unusable() == null) {
                refused.put(id, upstream == null ? "its upstream is not there" : "another upstream of it is not there");
            }
            live.put(id, now);
            added.add(now);
        }
        touched.clear();
        table = table.with(removed, added);
        return table;
    }

    /// @return  null when there is none of that tenant
    private @Nullable Upstream of(RouteValue value, UUID id) {
        Upstream upstream = upstreams.get(id);
        return upstream != null && upstream.tenant().equals(value.route().tenant()) ? upstream : null;
    }

    /// What the route calls beside its own upstream.
    /// @return  null when one is not there
    private @Nullable Map<UUID, Upstream> others(RouteValue value) {
        Map<UUID, Upstream> others = new HashMap<>();
        for (UUID id : value.others()) {
            Upstream other = of(value, id);
            if (other == null) {
                return null;
            }
            others.put(id, other);
        }
        return others;
    }

    /// Why which routes are not served, or not as far as they say, beside the others.
    Map<UUID, String> refused() {
        Map<UUID, String> all = new LinkedHashMap<>(refused);
        all.putAll(table.hidden());
        return all;
    }
}
