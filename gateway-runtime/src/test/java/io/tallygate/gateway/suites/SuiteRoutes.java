package io.tallygate.gateway.suites;

import static io.tallygate.gateway.suites.SuiteTable.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the routes of the tables into the product's words.
final class SuiteRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SuiteRoutes() {}

    /// `path-handling`: one route of prefixes, or one that matches by its host.
    static SuiteRoute ofPaths(JsonNode row, String host) {
        List<JsonNode> matches = new ArrayList<>();
        texts(row.path("routePaths")).forEach(path -> matches.add(conditions("prefix", path)));
        List<String> hosts = matches.isEmpty() ? List.of(host) : List.of();
        if (matches.isEmpty()) {
            matches.add(conditions("prefix", "/"));
        }
        return new SuiteRoute(
                "route",
                hosts,
                matches,
                row.path("stripPath").asBoolean(),
                row.path("servicePath").asText(),
                row);
    }

    /// `router-priority`: a condition set for each path.
    static List<SuiteRoute> ofPriorities(JsonNode row) {
        List<SuiteRoute> routes = new ArrayList<>();
        for (JsonNode route : row.path("routes")) {
            List<JsonNode> matches = new ArrayList<>();
            for (JsonNode path : route.path("paths")) {
                matches.add(withFields(
                        route,
                        conditions(
                                path.path("type").asText(), path.path("value").asText())));
            }
            if (matches.isEmpty()) {
                matches.add(withFields(route, conditions("prefix", "/")));
            }
            ObjectNode source = ((ObjectNode) route.deepCopy())
                    .put("preserveHost", route.path("preserveHost").asBoolean());
            ArrayNode captures = source.putArray("captures");
            row.path("expectedCaptures").fieldNames().forEachRemaining(captures::add);
            routes.add(new SuiteRoute(
                    route.path("name").asText(),
                    texts(route.path("hosts")),
                    matches,
                    route.path("stripPath").asBoolean(),
                    route.path("upstreamPath").asText(),
                    source));
        }
        return routes;
    }

    private static ObjectNode withFields(JsonNode route, ObjectNode conditions) {
        texts(route.path("methods")).forEach(conditions.putArray("methods")::add);
        ArrayNode headers = conditions.putArray("headers");
        for (JsonNode header : route.path("headers")) {
            // one of several values, compared in any case
            String regex = String.join(
                    "|",
                    texts(header.path("anyOf")).stream().map(Pattern::quote).toList());
            if (header.has("regexCaseInsensitive")) {
                regex = ".*(?:" + String.join("|", texts(header.path("regexCaseInsensitive"))) + ").*";
            }
            headers.addObject()
                    .put("name", header.path("name").asText())
                    .put("value", "(?i)(?:" + regex + ")")
                    .put("match", "regex");
        }
        return conditions;
    }

    /// `route-matching`: a route for each rule.
    static List<SuiteRoute> ofGatewayApi(JsonNode row) {
        List<SuiteRoute> routes = new ArrayList<>();
        for (JsonNode route : row.path("routes")) {
            Set<String> hosts = new LinkedHashSet<>(
                    texts(route.path(route.has("servedHostnames") ? "servedHostnames" : "hostnames")));
            if (route.has("servedHostnames") && hosts.isEmpty()) {
                continue; // serves nothing
            }
            List<JsonNode> matches = new ArrayList<>();
            for (JsonNode match : route.path("matches")) {
                JsonNode path = match.path("path");
                ObjectNode conditions = conditions(
                        path.path("type").asText("prefix"), path.path("value").asText("/"));
                ArrayNode methods = conditions.putArray("methods");
                if (match.has("method")) {
                    methods.add(match.path("method").asText());
                }
                fields(match.path("headers"), conditions.putArray("headers"));
                fields(match.path("query"), conditions.putArray("query"));
                matches.add(conditions);
            }
            if (matches.isEmpty()) {
                matches.add(conditions("prefix", "/"));
            }
            List<String> named = hosts.contains("*") ? List.of() : withPorts(row, route, hosts);
            routes.add(new SuiteRoute(route.path("name").asText(), named, matches, false, "", route));
        }
        return routes;
    }

    /// Where listeners differ in their ports, hosts name them.
    private static List<String> withPorts(JsonNode row, JsonNode route, Set<String> hosts) {
        Set<Integer> all = new LinkedHashSet<>();
        Set<Integer> own = new LinkedHashSet<>();
        List<String> attached = texts(route.path("listeners"));
        for (JsonNode listener : row.path("listeners")) {
            all.add(listener.path("port").asInt());
            if (attached.contains(listener.path("name").asText())) {
                own.add(listener.path("port").asInt());
            }
        }
        if (all.size() < 2 || own.isEmpty()) {
            return List.copyOf(hosts);
        }
        List<String> named = new ArrayList<>();
        for (int port : own) {
            hosts.forEach(host -> named.add(port == 80 || port == 443 ? host : host + ":" + port));
        }
        return named;
    }

    private static void fields(JsonNode from, ArrayNode into) {
        for (JsonNode field : from) {
            into.addObject()
                    .put("name", field.path("name").asText())
                    .put("value", field.path("value").asText())
                    .put("match", field.path("type").asText());
        }
    }

    /// @param kind  `prefix`, `exact` or `regex`
    private static ObjectNode conditions(String kind, String path) {
        // the feed's prefixes have no final slash
        String text = kind.equals("prefix") && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return JSON.createObjectNode().put("path", text).put("pathMatch", kind);
    }
}
