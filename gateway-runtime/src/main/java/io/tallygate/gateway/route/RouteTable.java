package io.tallygate.gateway.route;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All routes. A table never changes; [#with] makes one that differs in some routes, at a cost that depends on those
/// and
/// hardly on how many there are. A match costs a probe for the host and one for each segment, however many routes there
/// are, and allocates nothing unless regular expressions have to be asked. Which of several routes answers is told in
/// the package's documentation.
/// @param <T>  what goes with a route and is none of this room's business
public final class RouteTable<T> {
    private final Function<T, Route> routeOf;
    /// [HostNode]s by their name, in an [OctetTable].
    private final @Nullable Object exactHosts;

    /// By what is behind `*`.
    private final @Nullable Object wildcardHosts;

    private final HostNode<T> anyHost;

    /// Condition sets that never answer, since another route in the same place does first.
    private final Map<RouteMatch<T>, RouteMatch<T>> hidden;

    private final int size;

    private RouteTable(
            Function<T, Route> routeOf,
            @Nullable Object exactHosts,
            @Nullable Object wildcardHosts,
            HostNode<T> anyHost,
            Map<RouteMatch<T>, RouteMatch<T>> hidden,
            int size) {
        this.routeOf = routeOf;
        this.exactHosts = exactHosts;
        this.wildcardHosts = wildcardHosts;
        this.anyHost = anyHost;
        this.hidden = hidden;
        this.size = size;
    }

    /// @param routeOf  the route of what goes with one
    public static <T> RouteTable<T> empty(Function<T, Route> routeOf) {
        return new RouteTable<>(routeOf, null, null, HostNode.of(""), Map.of(), 0);
    }

    /// @param removed  what is in this table, equal routes with equal ids
    /// @param added    what is not, once those are gone
    public RouteTable<T> with(Collection<T> removed, Collection<T> added) {
        Change<T> change = new Change<>(this);
        removed.forEach(live -> change.remove(routeOf.apply(live)));
        added.forEach(live -> change.add(live, routeOf.apply(live)));
        return change.table(size - removed.size() + added.size());
    }

    /// @return  that a route answers, the one that goes first; null when there is none
    public @Nullable RouteMatch<T> match(Asked asked) {
        String host = asked.host();
        if (!host.isEmpty()) {
            HostNode<T> exact = find(exactHosts, host, 0, host.hashCode());
            RouteMatch<T> found = exact == null ? null : exact.match(asked);
            if (found == null && wildcardHosts != null) {
                found = matchWildcard(asked, host);
            }
            if (found != null) {
                return found;
            }
        }
        return anyHost.match(asked);
    }

    private @Nullable RouteMatch<T> matchWildcard(Asked asked, String host) {
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            HostNode<T> node = find(wildcardHosts, host, dot, hash(host, dot));
            RouteMatch<T> found = node == null ? null : node.match(asked);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private static <T> @Nullable HostNode<T> find(@Nullable Object hosts, String host, int from, int hash) {
        return (HostNode<T>) OctetTable.find(hosts, host, from, hash);
    }

    private static int hash(String host, int from) {
        int hash = 0;
        for (int i = from; i < host.length(); i++) {
            hash = 31 * hash + host.charAt(i);
        }
        return hash;
    }

    /// What the routes at this place do answer, those apart whose headers or parameters are not there; empty when there
    /// is no route at all. Allocates.
    public List<String> methodsAt(Asked asked) {
        TreeSet<String> methods = new TreeSet<>();
        String host = asked.host();
        collect(anyHost, asked, methods);
        if (!host.isEmpty()) {
            collect(find(exactHosts, host, 0, host.hashCode()), asked, methods);
            for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                collect(find(wildcardHosts, host, dot, hash(host, dot)), asked, methods);
            }
        }
        return List.copyOf(methods);
    }

    private void collect(@Nullable HostNode<T> node, Asked asked, TreeSet<String> methods) {
        if (node != null) {
            node.collect(asked, found -> {
                if (found.answersFields(asked)) {
                    methods.addAll(found.conditions().methods());
                }
            });
        }
    }

    public int size() {
        return size;
    }

    /// Why which routes answer less than they say, for people.
    public Map<UUID, String> hidden() {
        Map<UUID, String> why = new LinkedHashMap<>();
        hidden.forEach((one, by) -> why.putIfAbsent(
                one.route().id(),
                "host, path and method are taken by route " + by.route().id()));
        return why;
    }

    /// The next table in the making.
    private static final class Change<T> {
        private final RouteTable<T> before;
        private @Nullable Object exactHosts;
        private @Nullable Object wildcardHosts;
        private HostNode<T> anyHost;
        private Map<RouteMatch<T>, RouteMatch<T>> hidden;

        Change(RouteTable<T> before) {
            this.before = before;
            exactHosts = before.exactHosts;
            wildcardHosts = before.wildcardHosts;
            anyHost = before.anyHost;
            hidden = before.hidden;
        }

        RouteTable<T> table(int size) {
            return new RouteTable<>(before.routeOf, exactHosts, wildcardHosts, anyHost, hidden, size);
        }

        void add(T live, Route route) {
            for (HostPattern host : hosts(route)) {
                for (int i = 0; i < route.matches().size(); i++) {
                    RouteMatch<T> match = new RouteMatch<>(live, route, host == ANY ? null : host, i);
                    PathNode<RouteMatch<T>> paths = node(host).paths(host).with(match);
                    put(host, paths);
                    hide(match, paths.at(match.pattern()));
                }
            }
        }

        void remove(Route route) {
            for (HostPattern host : hosts(route)) {
                for (int i = 0; i < route.matches().size(); i++) {
                    PathNode<RouteMatch<T>> paths = node(host).paths(host);
                    PathPattern pattern = route.matches().get(i).path();
                    RouteMatch<T> match = matchOf(paths.at(pattern), route.id(), i);
                    if (match == null) {
                        throw new IllegalArgumentException("not in the table: route " + route.id());
                    }
                    paths = paths.without(match);
                    put(host, paths);
                    show(match, paths.at(pattern));
                }
            }
        }

        @SuppressWarnings("unchecked")
        private static <T> @Nullable RouteMatch<T> matchOf(Object[] place, UUID route, int index) {
            for (Object each : place) {
                RouteMatch<T> match = (RouteMatch<T>) each;
                if (match.index() == index && match.route().id().equals(route)) {
                    return match;
                }
            }
            return null;
        }

        /// A new one may be hidden by one before it, and may hide some behind it.
        @SuppressWarnings("unchecked")
        private void hide(RouteMatch<T> match, Object[] place) {
            boolean isBehind = false;
            for (Object each : place) {
                RouteMatch<T> other = (RouteMatch<T>) each;
                if (other == match) {
                    isBehind = true;
                } else if (isBehind && !hidden.containsKey(other) && match.hides(other)) {
                    own().put(other, match);
                } else if (!isBehind && !hidden.containsKey(match) && other.hides(match)) {
                    own().put(match, other);
                }
            }
        }

        /// What a removed one has hidden may be hidden by another, or shows now.
        @SuppressWarnings("unchecked")
        private void show(RouteMatch<T> gone, Object[] place) {
            if (hidden.containsKey(gone)) {
                own().remove(gone);
            }
            if (!hidden.containsValue(gone)) {
                return;
            }
            for (int i = 0; i < place.length; i++) {
                RouteMatch<T> one = (RouteMatch<T>) place[i];
                if (hidden.get(one) == gone) {
                    RouteMatch<T> by = null;
                    for (int j = 0; j < i && by == null; j++) {
                        by = ((RouteMatch<T>) place[j]).hides(one) ? (RouteMatch<T>) place[j] : null;
                    }
                    if (by == null) {
                        own().remove(one);
                    } else {
                        own().put(one, by);
                    }
                }
            }
        }

        private Map<RouteMatch<T>, RouteMatch<T>> own() {
            if (hidden == before.hidden) {
                hidden = new HashMap<>(hidden);
            }
            return hidden;
        }

        private HostNode<T> node(HostPattern host) {
            if (host == ANY) {
                return anyHost;
            }
            HostNode<T> node = find(
                    host.wildcard() ? wildcardHosts : exactHosts,
                    host.name(),
                    0,
                    host.name().hashCode());
            return node == null ? HostNode.of(host.name()) : node;
        }

        private void put(HostPattern host, PathNode<RouteMatch<T>> paths) {
            HostNode<T> changed = node(host).with(host.port(), paths);
            if (host == ANY) {
                anyHost = changed;
            } else if (host.wildcard()) {
                wildcardHosts = with(wildcardHosts, changed);
            } else {
                exactHosts = with(exactHosts, changed);
            }
        }

        private static @Nullable Object with(@Nullable Object hosts, HostNode<?> changed) {
            return changed.isEmpty() ? OctetTable.without(hosts, changed.key) : OctetTable.with(hosts, changed);
        }

        private static final HostPattern ANY = new HostPattern("", false, -1);

        private static List<HostPattern> hosts(Route route) {
            return route.hosts().isEmpty() ? List.of(ANY) : route.hosts();
        }
    }
}
