package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request of a table.
/// @param host    of the Host field; empty: HTTP/1.0 without one
/// @param target  path and query
/// @param upstreamSays  fields that the upstream answers with
/// @param way           by which it comes
/// @param behaviour     of the upstream, as the table has it; missing: it answers at once
record SuiteRequest(
        String method,
        String host,
        String target,
        Map<String, List<String>> headers,
        Map<String, List<String>> upstreamSays,
        Way way,
        JsonNode behaviour) {
    private static final String UNNAMED_HOST = "no-route-names-it.example";

    /// @param protocol    `http/1.1`, `h2` (agreed on in TLS), `h2c`, or `grpc`, which is that as well
    /// @param serverName  of SNI
    record Way(String protocol, boolean tls, String serverName) {
        static final Way PLAIN = new Way("http/1.1", false, "");

        boolean isHttp2() {
            return !protocol.equals("http/1.1");
        }

        boolean isGrpc() {
            return protocol.equals("grpc");
        }
    }

    SuiteRequest(String method, String host, String target, Map<String, List<String>> headers) {
        this(method, host, target, headers, Map.of(), Way.PLAIN, MissingNode.getInstance());
    }

    SuiteRequest to(JsonNode behaviourOfUpstream) {
        return new SuiteRequest(method, host, target, headers, upstreamSays, way, behaviourOfUpstream);
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
                fields(request.path("upstreamAnswersWithHeaders")),
                new Way(
                        request.path("protocol").asText("http/1.1"),
                        request.path("scheme").asText().equals("https"),
                        request.path("sni").asText("")),
                MissingNode.getInstance());
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
