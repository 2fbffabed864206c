package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.running.EchoUpstream.Behaviour;
import io.tallygate.gateway.running.PortalFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Backends, timeouts and retries of a route of the tables as an upstream of the product.
final class SuiteUpstream {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_AWAITED_MILLIS = 5_000;

    private SuiteUpstream() {}

    /// Names of those that get calls, at least one: a route that redirects has a target that nobody reaches.
    static List<String> backends(SuiteRoute route) {
        List<String> names = new ArrayList<>();
        for (JsonNode backend : route.source().path("backends")) {
            if (backend.path("weight").asInt(1) > 0) {
                names.add(backend.path("upstream").asText());
            }
        }
        return names.isEmpty() ? List.of("") : names;
    }

    /// Upstreams that get copies.
    static Set<String> mirrors(SuiteRoute route) {
        Set<String> names = new TreeSet<>();
        for (JsonNode filter : route.source().path("filters")) {
            if (filter.path("type").asText().equals("mirror")) {
                names.add(filter.path("upstream").asText());
            }
        }
        return names;
    }

    static UUID mirrorId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }

    static boolean speaksHttp2(SuiteRoute route) {
        return route.source().path("backends").path(0).path("protocol").asText().equals("h2c");
    }

    /// One that is not is not there: its route names an upstream that it may not have.
    static boolean isUsable(SuiteRoute route) {
        return route.source().path("backends").path(0).path("usable").asBoolean(true);
    }

    /// @param ports  of [#backends], in their order
    static ObjectNode feedValue(SuiteRoute route, List<Integer> ports, boolean http2) {
        ObjectNode value = JSON.createObjectNode()
                .put("tenant", PortalFeed.TENANT.toString())
                .put("scheme", "http")
                .put("protocol", http2 ? "http2" : "http1")
                .put("basePath", route.servicePath().equals("/") ? "" : route.servicePath())
                .put("connectTimeoutMillis", 1_000);
        ArrayNode targets = value.putArray("targets");
        List<Integer> weights = new ArrayList<>();
        for (JsonNode backend : route.source().path("backends")) {
            weights.add(backend.path("weight").asInt(1));
        }
        weights.removeIf(weight -> weight == 0);
        for (int i = 0; i < ports.size(); i++) {
            targets.addObject()
                    .put("host", "127.0.0.1")
                    .put("port", ports.get(i))
                    .put("weight", weights.isEmpty() ? 1 : weights.get(i));
        }
        JsonNode timeouts = route.source().path("timeouts");
        long awaited = millis(timeouts.path(timeouts.has("backendRequest") ? "backendRequest" : "request"));
        value.put("responseTimeoutMillis", awaited == 0 ? NOT_AWAITED_MILLIS : awaited);
        JsonNode retry = route.source().path("retry");
        if (retry.isObject()) {
            ObjectNode retries = value.putObject("retries")
                    .put("attempts", retry.path("attempts").asInt())
                    .put("onTimeout", timeouts.has("backendRequest"));
            ArrayNode statuses = retries.putArray("statuses");
            retry.path("codes").forEach(statuses::add);
        }
        return value;
    }

    /// @param behaviour  as the table has it; missing: it does well
    static Behaviour behaviour(JsonNode behaviour) {
        boolean fails = behaviour.has("succeedAfterFailures");
        return new Behaviour(
                fails ? behaviour.path("succeedAfterFailures").asInt() : 0,
                behaviour.path("failWithStatus").asInt(0),
                millis(behaviour.path("delayFailedAttempts")),
                millis(behaviour.path("delay")));
    }

    /// @param time  `200ms`, `1s`; missing: 0
    private static long millis(JsonNode time) {
        String text = time.asText("0s");
        return text.endsWith("ms")
                ? Long.parseLong(text.substring(0, text.length() - 2))
                : 1_000 * Long.parseLong(text.substring(0, text.length() - 1));
    }
}
