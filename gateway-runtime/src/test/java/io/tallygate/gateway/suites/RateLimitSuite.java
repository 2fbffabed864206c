package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row's configuration in the product's words: the policy that each of its routes is given.
final class RateLimitSuite {
    private static final Map<String, Integer> SECONDS = Map.of("second", 1, "minute", 60, "hour", 3_600);

    private RateLimitSuite() {}

    /// @return  paths of the row's routes, and where its counter hangs
    static Map<String, String> routes(JsonNode row) {
        Map<String, String> upstreams = new LinkedHashMap<>();
        row.path("config")
                .path("routes")
                .forEach(route -> upstreams.put(
                        route.path("path").asText(), route.path("upstream").asText()));
        if (upstreams.isEmpty()) {
            upstreams.put(row.path("requests").path(0).path("target").asText(), "u");
        }
        return upstreams;
    }

    /// @return  null when the row counts by something that the product does not know
    static @Nullable String policy(JsonNode config, String path, String upstream, String row) {
        ObjectNode policy = new ObjectMapper().createObjectNode();
        policy.put("policy", "rate-limit");
        ObjectNode own = policy.putObject("config");
        String by = config.path("by").asText("client address");
        switch (by) {
            case "client address" -> own.put("by", "address");
            case "consumer", "credential" -> own.put("by", by);
            case "header" ->
                own.put("by", "{header." + config.path("header").asText() + "}").put("otherwise", "address");
            case "path" -> own.put("by", config.path("path").asText().equals(path) ? "route" : "address");
            case "upstream service", "everybody together" -> own.put("by", "all");
            default -> {
                return null;
            }
        }
        String scope = config.path("scope").asText("");
        if (by.equals("upstream service") || scope.equals("upstream service")) {
            own.put("counter", row + "-" + upstream);
        } else if (scope.equals("all routes") || config.path("sharedCounter").asBoolean()) {
            own.put("counter", row);
        }
        own.put("status", config.path("rejectStatus").asInt(429));
        if (config.has("cost")) {
            own.putObject("cost").put("units", config.path("cost").asInt());
        }
        ArrayNode limits = own.putArray("limits");
        boolean calendar = config.path("clock").asText().equals("calendar");
        for (JsonNode limit : config.path("limits")) {
            ObjectNode each = limits.addObject();
            String window = limit.path("window").asText("");
            each.put(
                    "name", window.isEmpty() ? "w" + limit.path("windowSeconds").asInt() : window);
            each.put("units", limit.path("count").asInt());
            each.put("seconds", window.isEmpty() ? limit.path("windowSeconds").asInt() : seconds(window));
            each.put("window", calendar ? "fixed" : "sliding");
        }
        return policy.toString();
    }

    private static int seconds(String window) {
        return SECONDS.getOrDefault(window, 0);
    }

    /// The configuration after a step such as `set the limit to 2`.
    static JsonNode after(JsonNode config, String step) {
        ObjectNode changed = config.deepCopy();
        ObjectNode limit = (ObjectNode) changed.path("limits").path(0);
        if (step.startsWith("set the limit to ")) {
            limit.put("count", Integer.parseInt(step.substring("set the limit to ".length())));
        } else if (step.startsWith("set the window to ")) {
            limit.put("windowSeconds", Integer.parseInt(step.replaceAll("[^0-9]", "")));
        } else if (!step.equals("write the same configuration again")) {
            throw new IllegalStateException(step);
        }
        return changed;
    }

    /// What an answer says, as rows speak of it.
    record Answer(int status, Map<String, List<String>> headers) {
        private @Nullable Long number(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            return values.size() == 1 ? Long.valueOf(values.getFirst()) : null;
        }

        @Nullable
        Long reset() {
            return number("ratelimit-reset");
        }

        /// @param before  of the request before
        /// @return        what differs; null when nothing does
        @Nullable
        String differs(JsonNode expect, @Nullable Answer before) {
            if (expect.has("status") && expect.path("status").asInt() != status) {
                return "status " + status;
            }
            Long limit = number("ratelimit-limit");
            Long remaining = number("ratelimit-remaining");
            Long reset = reset();
            if (expect.has("limit")
                    && (limit == null || limit != expect.path("limit").asLong())) {
                return "limit " + limit;
            }
            if (expect.has("remaining")
                    && (remaining == null
                            || remaining != expect.path("remaining").asLong())) {
                return "remaining " + remaining;
            }
            JsonNode between = expect.path("resetBetween");
            if (!between.isMissingNode()
                    && (reset == null
                            || reset < between.path(0).asLong()
                            || reset > between.path(1).asLong())) {
                return "reset " + reset;
            }
            Long resetBefore = before == null ? null : before.reset();
            if (expect.path("resetLowerThanBefore").asBoolean()
                    && (reset == null || resetBefore == null || reset >= resetBefore)) {
                return "reset " + reset + " after " + resetBefore;
            }
            if (expect.path("noRateLimitHeaders").asBoolean() && limit != null) {
                return "fields of a limit";
            }
            for (Map.Entry<String, JsonNode> window : expect.path("perWindow").properties()) {
                long allowed = member("ratelimit-policy", window.getKey(), ";q=");
                long left = member("ratelimit", window.getKey(), ";r=");
                if (!is(window.getValue().path("limit"), allowed)
                        || !is(window.getValue().path("remaining"), left)) {
                    return window.getKey() + ": " + left + " of " + allowed;
                }
            }
            return null;
        }

        private long member(String field, String name, String parameter) {
            for (String value : headers.getOrDefault(field, List.of())) {
                String begin = "\"" + name + "\"" + parameter;
                if (value.startsWith(begin)) {
                    return Long.parseLong(value.substring(begin.length(), value.indexOf(';', begin.length())));
                }
            }
            return -1;
        }

        /// A number, or `> 0`, or `>= 0`.
        private static boolean is(JsonNode expected, long number) {
            return switch (expected.asText()) {
                case "> 0" -> number > 0;
                case ">= 0" -> number >= 0;
                default -> expected.asLong() == number;
            };
        }
    }
}
