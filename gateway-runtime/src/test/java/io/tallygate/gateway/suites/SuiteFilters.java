package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/// Filters of `route-matching` as the product's policies.
final class SuiteFilters {
    /// What is a policy of ours by nearly the same words.
    private static final Set<String> TYPES = Set.of("requestHeaders", "responseHeaders", "redirect", "rewrite", "cors");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> POLICIES =
            Map.of("requestHeaders", "request-headers", "responseHeaders", "response-headers");
    private static final Map<String, String> NAMES = Map.of(
            "hostname", "host",
            "allowOrigins", "origins",
            "allowMethods", "methods",
            "allowCredentials", "credentials",
            "replaceFullPath", "replace",
            "replacePrefixMatch", "replacePrefix");

    private SuiteFilters() {}

    /// Of the route and, where it has one alone, of its backend.
    static ArrayNode policies(JsonNode route) {
        ArrayNode policies = JSON.createArrayNode();
        route.path("filters").forEach(filter -> add(filter, policies));
        if (route.path("backends").size() == 1) {
            route.path("backends").path(0).path("filters").forEach(filter -> add(filter, policies));
        }
        if (route.path("preserveHost").asBoolean(true)) {
            keepHost(policies);
        }
        tellCaptures(route.path("captures"), policies);
        return policies;
    }

    /// Where no filter names a host, the upstream reads the client's, as in the Gateway API.
    private static void keepHost(ArrayNode policies) {
        for (JsonNode policy : policies) {
            if (policy.path("policy").asText().equals("rewrite")) {
                ObjectNode config = (ObjectNode) policy.path("config");
                if (!config.has("host")) {
                    config.put("keepHost", true);
                }
                return;
            }
        }
        policies.addObject().put("policy", "rewrite").putObject("config").put("keepHost", true);
    }

    /// The upstream reads each group of the path's regular expression as a parameter of its name, led by `capture-`.
    private static void tellCaptures(JsonNode captures, ArrayNode policies) {
        ObjectNode set = JSON.createObjectNode();
        for (JsonNode name : captures) {
            if (!name.asText().equals("0")) { // the path itself
                set.put("capture-" + name.asText(), "{" + name.asText() + "}");
            }
        }
        if (!set.isEmpty()) {
            policies.addObject()
                    .put("policy", "rewrite")
                    .putObject("config")
                    .putObject("query")
                    .set("set", set);
        }
    }

    private static void add(JsonNode filter, ArrayNode policies) {
        String type = filter.path("type").asText();
        if (type.equals("mirror")) {
            ObjectNode config = policies.addObject().put("policy", type).putObject("config");
            config.put(
                    "upstream",
                    SuiteUpstream.mirrorId(filter.path("upstream").asText()).toString());
            if (filter.has("percent")) {
                config.set("percent", filter.path("percent"));
            }
        } else if (TYPES.contains(type)) {
            ObjectNode config = renamed(filter);
            config.remove("type");
            policies.addObject()
                    .put("policy", POLICIES.getOrDefault(type, type))
                    .set("config", config);
        }
    }

    private static ObjectNode renamed(JsonNode members) {
        ObjectNode renamed = JSON.createObjectNode();
        members.properties().forEach(member -> {
            JsonNode value = member.getValue();
            boolean path = member.getKey().equals("path");
            renamed.set(NAMES.getOrDefault(member.getKey(), member.getKey()), path ? renamed(value) : value);
        });
        return renamed;
    }
}
