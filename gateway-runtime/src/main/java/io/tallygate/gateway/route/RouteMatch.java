package io.tallygate.gateway.route;

import org.jspecify.annotations.Nullable;

/// That a route answers at one host with one of its condition sets. Made with the table, not for a call.
/// @param <T>  what goes with a route
public final class RouteMatch<T> implements PathNode.Candidate, Comparable<RouteMatch<T>> {
    private final T live;
    private final Route route;
    private final @Nullable HostPattern host;
    private final int index;
    private final Conditions conditions;
    private final String @Nullable [] methods;
    private final boolean hasFields;
    private final int mostStripped;
    /// Segments of a path prefix; negative: the path condition is none.
    private final int prefix;

    RouteMatch(T live, Route route, @Nullable HostPattern host, int index) {
        this.live = live;
        this.route = route;
        this.host = host;
        this.index = index;
        this.conditions = route.matches().get(index);
        this.methods = conditions.methods().isEmpty()
                ? null
                : conditions.methods().stream().sorted().toArray(String[]::new);
        PathPattern path = conditions.path();
        this.prefix = path.kind() == PathPattern.Kind.PREFIX ? path.segments().size() : -1;
        this.mostStripped = route.stripSegments() < 0 ? Integer.MAX_VALUE : route.stripSegments();
        this.hasFields = !conditions.headers().isEmpty() || !conditions.query().isEmpty();
    }

    public T live() {
        return live;
    }

    public Route route() {
        return route;
    }

    public Conditions conditions() {
        return conditions;
    }

    /// Null: any host.
    @Nullable
    HostPattern host() {
        return host;
    }

    /// The host as the configuration writes it; null: any host.
    public @Nullable String hostText() {
        return host == null ? null : host.toString();
    }

    /// Which of the route's condition sets.
    public int index() {
        return index;
    }

    /// @param asked  what was matched
    /// @return       where in its path that goes on which the path condition has not matched
    public int behind(Asked asked) {
        return prefix < 0 ? conditions.path().end(asked) : PathPattern.end(asked, prefix);
    }

    /// @param asked  what was matched
    /// @return       how many segments of its path the path condition has matched
    public int segments(Asked asked) {
        int segments = 0;
        byte[] path = asked.path();
        for (int i = asked.pathFrom(), end = behind(asked); i < end; i++) {
            if (path[i] == '/') {
                segments++;
            }
        }
        return segments;
    }

    /// @param asked  what was matched
    /// @return       how many segments of its path are taken off, by a route that takes off any
    public int stripped(Asked asked) {
        return Math.min(segments(asked), mostStripped);
    }

    @Override
    public PathPattern pattern() {
        return conditions.path();
    }

    @Override
    public boolean answers(Asked asked) {
        return (methods == null || names(methods, asked.method())) && (!hasFields || answersFields(asked));
    }

    private static boolean names(String[] methods, String method) {
        for (String each : methods) {
            if (each.equals(method)) {
                return true;
            }
        }
        return false;
    }

    boolean answersFields(Asked asked) {
        for (int i = 0; i < conditions.headers().size(); i++) {
            FieldCondition header = conditions.headers().get(i);
            if (!header.isMetByHeader(asked.header(header.name()))) {
                return false;
            }
        }
        for (int i = 0; i < conditions.query().size(); i++) {
            if (!conditions.query().get(i).isMetByQuery(asked.query())) {
                return false;
            }
        }
        return true;
    }

    /// Whether this one answers all that the other, of another route, could, in the same place and before it.
    boolean hides(RouteMatch<T> other) {
        boolean samePath = conditions.path().kind() != PathPattern.Kind.REGEX
                || conditions.path().text().equals(other.conditions.path().text());
        return samePath
                && !route.id().equals(other.route.id())
                && conditions.hasFieldsOf(other.conditions)
                && conditions.methods().isEmpty() == other.conditions.methods().isEmpty()
                && conditions.methods().containsAll(other.conditions.methods());
    }

    /// Among those that match the same path: the longer regular expression, one that names methods, more headers, more
    /// query parameters, the older route.
    @Override
    public int compareTo(RouteMatch<T> other) {
        int order = 0;
        if (conditions.path().kind() == PathPattern.Kind.REGEX) {
            order = Integer.compare(
                    other.conditions.path().text().length(),
                    conditions.path().text().length());
            if (order == 0) {
                order = conditions
                        .path()
                        .text()
                        .compareTo(other.conditions.path().text());
            }
        }
        if (order == 0) {
            order = Boolean.compare(methods == null, other.methods == null);
        }
        if (order == 0) {
            order = Integer.compare(
                    other.conditions.headers().size(), conditions.headers().size());
        }
        if (order == 0) {
            order = Integer.compare(
                    other.conditions.query().size(), conditions.query().size());
        }
        if (order == 0) {
            order = Long.compareUnsigned(
                    route.id().getMostSignificantBits(), other.route.id().getMostSignificantBits());
        }
        if (order == 0) {
            order = Long.compareUnsigned(
                    route.id().getLeastSignificantBits(), other.route.id().getLeastSignificantBits());
        }
        return order == 0 ? Integer.compare(index, other.index) : order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "route " + route.id() + " at " + (host == null ? "any host" : host) + ", " + conditions.path();
    }
}
