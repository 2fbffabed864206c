package io.tallygate.gateway.policy.rewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.route.Route;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parameters of a query are removed, set and added, in this order; the other octets of the query stay as they were.
final class QueryChange {
    private final Set<String> removed = new HashSet<>();
    private final Map<String, Template> set = new LinkedHashMap<>();
    private final Map<String, Template> added = new LinkedHashMap<>();

    QueryChange(PolicyConfiguration config, Route route) {
        removed.addAll(config.texts("remove"));
        read(config.raw("set"), "set", set, route);
        read(config.raw("add"), "add", added, route);
        removed.addAll(set.keySet());
    }

    private static void read(JsonNode member, String where, Map<String, Template> into, Route route) {
        if (!member.isMissingNode() && !member.isObject()) {
            throw new IllegalArgumentException("query." + where + " is not an object of names and values");
        }
        for (Map.Entry<String, JsonNode> parameter : member.properties()) {
            if (!parameter.getValue().isTextual() || parameter.getKey().isEmpty()) {
                throw new IllegalArgumentException("query." + where + "." + parameter.getKey() + " is not a text");
            }
            into.put(parameter.getKey(), new Template(parameter.getValue().asText(), route));
        }
    }

    boolean hasNames() {
        return set.values().stream().anyMatch(Template::hasNames)
                || added.values().stream().anyMatch(Template::hasNames);
    }

    /// @return  null when nothing is left
    @Nullable
    String of(@Nullable String query, Map<String, String> values) {
        StringBuilder changed = new StringBuilder();
        for (String parameter : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!removed.contains(name) && !removed.contains(decoded(name))) {
                append(changed, parameter);
            }
        }
        put(set, values, changed);
        put(added, values, changed);
        return changed.isEmpty() ? null : changed.toString();
    }

    private static void put(Map<String, Template> parameters, Map<String, String> values, StringBuilder into) {
        parameters.forEach((name, value) ->
                append(into, encoded(name) + "=" + encoded(value.fill(values, QueryChange::decodedPath))));
    }

    private static void append(StringBuilder query, String parameter) {
        if (!query.isEmpty()) {
            query.append('&');
        }
        query.append(parameter);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /// A plus in a path is a plus.
    private static String decodedPath(String text) {
        return decoded(text.replace("+", "%2B"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
