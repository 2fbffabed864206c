package io.tallygate.gateway.route;

import java.util.List;
import java.util.Set;

/// One condition set of a route: the route answers what meets all of it.
/// @param methods  empty: any
/// @param headers  all must be met
/// @param query    all must be met
public record Conditions(
        PathPattern path, Set<String> methods, List<FieldCondition> headers, List<FieldCondition> query) {
    /// Header or query conditions of one set.
    public static final int MAX_FIELDS = 16;

    public Conditions {
        methods = Set.copyOf(methods);
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        if (headers.size() > MAX_FIELDS || query.size() > MAX_FIELDS) {
            throw new IllegalArgumentException(
                    "more than " + MAX_FIELDS + " conditions on headers or on query parameters");
        }
    }

    /// Every method, whatever its headers and query.
    public static Conditions of(PathPattern path) {
        return new Conditions(path, Set.of(), List.of(), List.of());
    }

    /// Whether the same headers and parameters are asked for.
    boolean hasFieldsOf(Conditions other) {
        return headers.equals(other.headers) && query.equals(other.query);
    }
}
