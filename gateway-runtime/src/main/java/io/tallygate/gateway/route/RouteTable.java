package io.tallygate.gateway.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All routes, found by host, then by the longest prefix, then by method. One hash probe for each segment of a path,
/// however many routes there are; nothing is allocated.
///
/// Precedence: a route that names the host before one for any host; then the longer prefix; a route of another method
/// does not hide a shorter prefix that answers.
/// @param <T>  what goes with a route and is none of this room's business
public final class RouteTable<T> {
    private static final String ANY_HOST = "";

    private final Map<String, Host<T>> hosts;
    private final @Nullable Host<T> anyHost;
    private final int size;

    private RouteTable(Map<String, Host<T>> hosts, int size) {
        this.hosts = hosts;
        this.anyHost = hosts.get(ANY_HOST);
        this.size = size;
    }

    /// @param routes   what goes live
    /// @param routeOf  the route of one
    /// @param refused  told of each that asks for what an older one (by id) already has
    public static <T> RouteTable<T> of(Iterable<T> routes, Function<T, Route> routeOf, Refused<T> refused) {
        List<T> oldestFirst = new ArrayList<>();
        routes.forEach(oldestFirst::add);
        oldestFirst.sort(Comparator.comparing(route -> routeOf.apply(route).id().toString()));
        Map<String, Map<String, List<Entry<T>>>> byHost = new HashMap<>();
        int size = 0;
        for (T live : oldestFirst) {
            Route route = routeOf.apply(live);
            List<String> names = route.hosts().isEmpty() ? List.of(ANY_HOST) : route.hosts();
            Route other = conflict(byHost, names, route);
            if (other != null) {
                refused.refuse(live, "host, path and method are taken by route " + other.id());
                continue;
            }
            for (String host : names) {
                byHost.computeIfAbsent(host, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(route.path(), _ -> new ArrayList<>())
                        .add(new Entry<>(route, live));
            }
            size++;
        }
        Map<String, Host<T>> hosts = new HashMap<>();
        byHost.forEach((host, paths) -> hosts.put(host, new Host<>(paths)));
        return new RouteTable<>(hosts, size);
    }

    /// Told of a route that cannot go live beside the others.
    public interface Refused<T> {
        void refuse(T route, String why);
    }

    private static <T> @Nullable Route conflict(
            Map<String, Map<String, List<Entry<T>>>> byHost, List<String> names, Route route) {
        for (String host : names) {
            for (Entry<T> entry : byHost.getOrDefault(host, Map.of()).getOrDefault(route.path(), List.of())) {
                Route other = entry.route;
                boolean overlaps = route.methods().isEmpty() && other.methods().isEmpty()
                        || route.methods().stream().anyMatch(other.methods()::contains);
                if (overlaps) {
                    return other;
                }
            }
        }
        return null;
    }

    private record Entry<T>(Route route, T live) {}

    /// @param host  lower case, without port
    /// @param path  in its normal form
    /// @return      what goes with the route that answers; null when there is none
    public @Nullable T match(String host, String path, String method) {
        Host<T> named = host.isEmpty() ? null : hosts.get(host);
        T live = named == null ? null : named.match(path, method);
        return live != null || anyHost == null ? live : anyHost.match(path, method);
    }

    /// What the routes at this place do answer; empty when there is no route at all.
    public List<String> methodsAt(String host, String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Host<T> each : Arrays.asList(hosts.get(host), anyHost)) {
            if (each != null) {
                each.collectMethods(path, methods);
            }
        }
        return List.copyOf(methods);
    }

    public int size() {
        return size;
    }

    /// The prefixes of one host in an open-addressed table, keyed by a hash that grows along the path.
    private static final class Host<T> {
        private final int mask;
        private final String[] prefixes;
        private final Entry<T>[][] entries;
        private int deepest;

        @SuppressWarnings("unchecked")
        Host(Map<String, List<Entry<T>>> paths) {
            int capacity = Integer.highestOneBit(Math.max(1, paths.size()) * 2) * 2;
            mask = capacity - 1;
            prefixes = new String[capacity];
            entries = new Entry[capacity][];
            paths.forEach((path, list) -> {
                deepest = Math.max(deepest, list.getFirst().route.segments());
                int slot = spread(hash(path)) & mask;
                while (prefixes[slot] != null) {
                    slot = slot + 1 & mask;
                }
                prefixes[slot] = path;
                // a route for some methods is more particular than one for any
                list.sort(Comparator.comparing(entry -> entry.route.methods().isEmpty()));
                entries[slot] = list.toArray(Entry[]::new);
            });
        }

        private static int hash(String path) {
            int hash = 0;
            for (int i = 0; i < path.length(); i++) {
                hash = 31 * hash + path.charAt(i);
            }
            return hash;
        }

        private static int spread(int hash) {
            return hash * 0x9e3779b9 >>> 7;
        }

        @Nullable
        T match(String path, String method) {
            for (int end = boundary(path, deepest); end >= 0; end = path.lastIndexOf('/', end - 1)) {
                Entry<T>[] found = find(path, end);
                for (int i = 0; found != null && i < found.length; i++) {
                    if (found[i].route.answers(method)) {
                        return found[i].live;
                    }
                }
                if (end == 0) {
                    break;
                }
            }
            return null;
        }

        /// Where the prefix of that many segments ends in this path, or the whole path when it has fewer.
        private static int boundary(String path, int segments) {
            int at = 0;
            for (int i = 0; i < segments; i++) {
                int slash = path.indexOf('/', at + 1);
                if (slash < 0) {
                    return path.length();
                }
                at = slash;
            }
            return at;
        }

        private Entry<T> @Nullable [] find(String path, int length) {
            int hash = 0;
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + path.charAt(i);
            }
            for (int slot = spread(hash) & mask; prefixes[slot] != null; slot = slot + 1 & mask) {
                String prefix = prefixes[slot];
                if (prefix.length() == length && path.startsWith(prefix)) {
                    return entries[slot];
                }
            }
            return null;
        }

        void collectMethods(String path, TreeSet<String> methods) {
            for (int end = boundary(path, deepest); end >= 0; end = path.lastIndexOf('/', end - 1)) {
                Entry<T>[] found = find(path, end);
                for (int i = 0; found != null && i < found.length; i++) {
                    methods.addAll(found[i].route.methods());
                }
                if (end == 0) {
                    return;
                }
            }
        }
    }
}
