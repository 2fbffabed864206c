package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request of a table.
/// @param host    of the Host field; empty: HTTP/1.0 without one
/// @param target  path and query
/// @param upstreamSays  fields that the upstream answers with
record SuiteRequest(
        String method,
        String host,
        String target,
        Map<String, List<String>> headers,
        Map<String, List<String>> upstreamSays) {
    private static final String UNNAMED_HOST = "no-route-names-it.example";

    SuiteRequest(String method, String host, String target, Map<String, List<String>> headers) {
        this(method, host, target, headers, Map.of());
    }

    static SuiteRequest of(JsonNode request) {
        int port = request.path("listenerPort").asInt(80);
        String unnamed = port == 80 ? UNNAMED_HOST : UNNAMED_HOST + ":" + port;
        String target = request.has("target") ? "target" : "path";
        return new SuiteRequest(
                request.path("method").asText("GET"),
                request.has("host") ? request.path("host").asText() : unnamed,
                request.path(target).asText(),
                fields(request.path("headers")),
                fields(request.path("upstreamAnswersWithHeaders")));
    }

    private static Map<String, List<String>> fields(JsonNode fields) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        fields.properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            if (header.getValue().isArray()) {
                values.addAll(SuiteTable.texts(header.getValue()));
            } else {
                values.add(header.getValue().asText());
            }
            headers.put(header.getKey(), values);
        });
        return headers;
    }
}
