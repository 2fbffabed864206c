package io.tallygate.gateway.suites;

import static io.tallygate.gateway.suites.SuiteTable.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What rows of `route-matching` say of the route that answers, and what they ask for beyond that.
final class GatewayApiRows {
    private static final int GRPC_UNIMPLEMENTED = 12;
    private static final int MISDIRECTED = 421;

    private GatewayApiRows() {}

    /// @param status  of the answer
    /// @param route   that answers; null: none
    /// @return       null when the row says the same
    static @Nullable String difference(JsonNode request, int status, @Nullable JsonNode route) {
        JsonNode expect = request.path("expect");
        List<String> statuses = texts(expect.path("status"));
        if (statuses.contains(Integer.toString(MISDIRECTED))) {
            return null; // decided before any route is looked for; over a port the status has said so
        }
        if (statuses.equals(List.of("500")) && route == null) {
            return null; // its route answers, and lets nobody pass
        }
        boolean isUnrouted =
                statuses.equals(List.of("404")) || expect.path("grpcStatus").asInt(-1) == GRPC_UNIMPLEMENTED;
        if (statuses.equals(List.of("404")) && route == null && status != 404) {
            return "expected 404, seen " + status;
        }
        if (isUnrouted || route == null) {
            return isUnrouted == (route == null)
                    ? null
                    : "expected " + (isUnrouted ? "no route" : "a route") + ", seen " + name(route);
        }
        if (expect.has("redirect") && !filters(route).contains("redirect")) {
            return "expected one that redirects, seen " + name(route);
        }
        List<String> upstreams = new ArrayList<>();
        for (JsonNode backend : route.path("backends")) {
            upstreams.add(backend.path("upstream").asText());
        }
        String upstream = expect.path("upstream").textValue();
        return upstream == null || upstreams.contains(upstream)
                ? null
                : "expected one before " + upstream + ", seen " + name(route) + " before " + upstreams;
    }

    /// By a policy of the route, so that no upstream tells which route it was.
    static boolean isAnsweredHere(JsonNode request) {
        JsonNode expect = request.path("expect");
        return expect.has("redirect") || expect.path("answeredByGateway").asBoolean();
    }

    private static String name(@Nullable JsonNode route) {
        return route == null ? "none" : route.path("name").asText();
    }

    /// @return  kinds of what the row asks for beyond the route
    static List<String> pending(JsonNode request, @Nullable JsonNode route) {
        Set<String> kinds = new TreeSet<>();
        JsonNode sent = request.path("request");
        if (sent.has("protocol")) {
            kinds.add("protocol " + sent.path("protocol").asText());
        }
        if (sent.path("scheme").asText().equals("https")) {
            kinds.add("TLS");
        }
        if (route != null) {
            kinds.addAll(filters(route));
            for (String behaviour : List.of("timeouts", "retry")) {
                if (route.has(behaviour)) {
                    kinds.add(behaviour);
                }
            }
            if (route.path("backends").size() > 1) {
                kinds.add("weights");
            }
            for (JsonNode backend : route.path("backends")) {
                if (!backend.path("usable").asBoolean(true)) {
                    kinds.add("unusable upstream");
                }
                if (backend.has("protocol")) {
                    kinds.add("upstream protocol " + backend.path("protocol").asText());
                }
            }
        }
        return List.copyOf(kinds);
    }

    private static Set<String> filters(JsonNode route) {
        Set<String> types = new TreeSet<>();
        route.path("filters").forEach(filter -> types.add(filter.path("type").asText()));
        for (JsonNode backend : route.path("backends")) {
            backend.path("filters")
                    .forEach(filter -> types.add(filter.path("type").asText()));
        }
        return types;
    }
}
