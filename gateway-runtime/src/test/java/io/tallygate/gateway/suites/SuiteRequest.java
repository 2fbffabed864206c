package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request of a table.
/// @param host    of the Host field; empty: HTTP/1.0 without one
/// @param target  path and query
record SuiteRequest(String method, String host, String target, Map<String, List<String>> headers) {
    private static final String UNNAMED_HOST = "no-route-names-it.example";

    static SuiteRequest of(JsonNode request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.path("headers").properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            if (header.getValue().isArray()) {
                values.addAll(SuiteTable.texts(header.getValue()));
            } else {
                values.add(header.getValue().asText());
            }
            headers.put(header.getKey(), values);
        });
        String target = request.has("target") ? "target" : "path";
        return new SuiteRequest(
                request.path("method").asText("GET"),
                request.has("host") ? request.path("host").asText() : UNNAMED_HOST,
                request.path(target).asText(),
                headers);
    }
}
