package io.tallygate.gateway.suites;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.suites.RoutingSubject.Seen;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which route answers, and what path its upstream gets: Kong's and the Gateway API's tables.
abstract class RoutingSuites {
    private static final String HOST = "by-host.example";

    private final RoutingSubject subject;
    private final SuiteReport report;

    RoutingSuites(RoutingSubject subject, SuiteReport report) {
        this.subject = subject;
        this.report = report;
    }

    private static Stream<Arguments> rows(String file) {
        SuiteTable table = SuiteTable.of(file);
        return table.rows().stream().map(row -> Arguments.of(row.path("id").asText(), table, row));
    }

    static Stream<Arguments> paths() {
        return rows("path-handling");
    }

    static Stream<Arguments> priorities() {
        return rows("router-priority");
    }

    static Stream<Arguments> matching() {
        return rows("route-matching");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void what_path_an_upstream_gets(String id, SuiteTable table, JsonNode row) {
        String wrong = switch (row.path("kind").asText()) {
            case "normalize", "escape" -> normalised(row);
            case "upstreamPath", "requestTarget" -> passedOn(row);
            default -> "a kind of row that is not known";
        };
        report.row(table, id, wrong, List.of());
    }

    private static @Nullable String normalised(JsonNode row) {
        try {
            return difference(
                    row.path("expected").asText(),
                    RequestPath.of(row.path("input").asText()).normalText());
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private @Nullable String passedOn(JsonNode row) {
        SuiteRequest sent = SuiteRequest.of(row.path("request"));
        Seen seen = subject.ask(
                List.of(SuiteRoutes.ofPaths(row, HOST)),
                new SuiteRequest(sent.method(), HOST, sent.target(), sent.headers()));
        if (row.has("expectedUpstreamQuery")) {
            String target = Objects.requireNonNullElse(seen.upstreamTarget(), "?");
            return difference(parameters(row.path("expectedUpstreamQuery")), parameters(target));
        }
        String expected = row.has("expectedUpstreamPath") ? "expectedUpstreamPath" : "expectedUpstreamTarget";
        return difference(row.path(expected).asText(), seen.upstreamTarget());
    }

    private static Map<String, String> parameters(JsonNode expected) {
        Map<String, String> parameters = new LinkedHashMap<>();
        expected.properties()
                .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
        return parameters;
    }

    private static Map<String, String> parameters(String target) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(target.substring(target.indexOf('?') + 1).split("&"))
                .map(each -> each.split("=", 2))
                .forEach(each -> parameters.put(each[0], URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
        return parameters;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("priorities")
    void which_of_several_routes_answers(String id, SuiteTable table, JsonNode row) {
        Seen seen = subject.ask(SuiteRoutes.ofPriorities(row), SuiteRequest.of(row.path("request")));
        String wrong = difference(row.path("expectedRoute").textValue(), seen.route());
        if (wrong == null && row.has("expectedUpstreamPath")) {
            wrong = difference(row.path("expectedUpstreamPath").asText(), seen.upstreamTarget());
        }
        List<String> pending = new ArrayList<>();
        EchoUpstream.Seen upstream = seen.upstream();
        if (upstream == null && seen.answer() == null) {
            if (row.has("expectedUpstreamHostHeader")) {
                pending.add("Host upstream");
            }
            if (row.has("expectedCaptures")) {
                pending.add("captures");
            }
        } else if (wrong == null && upstream != null) {
            wrong = hostOrCaptures(row, upstream);
        }
        report.row(table, id, wrong, pending);
    }

    private static @Nullable String hostOrCaptures(JsonNode row, EchoUpstream.Seen upstream) {
        String host = row.path("expectedUpstreamHostHeader").asText("");
        String read = upstream.headers().getOrDefault("host", "");
        if (host.equals("of the upstream") ? !read.startsWith("127.0.0.1:") : !host.isEmpty() && !host.equals(read)) {
            return "expected Host " + host + ", seen " + read;
        }
        JsonNode captures = row.path("expectedCaptures");
        if (captures.isMissingNode()) {
            return null;
        }
        Map<String, String> expected = new TreeMap<>();
        parameters(captures).forEach((name, value) -> expected.put(name.equals("0") ? name : "capture-" + name, value));
        Map<String, String> captured = new TreeMap<>(parameters(upstream.target()));
        String path = upstream.target().replaceFirst("[?].*", "");
        captured.put("0", URLDecoder.decode(path, StandardCharsets.UTF_8));
        return difference(expected, captured);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matching")
    void which_rule_of_the_gateway_api_answers(String id, SuiteTable table, JsonNode row) {
        String wrong = null;
        List<String> pending = new ArrayList<>();
        for (JsonNode request : row.path("requests")) {
            List<SuiteRoute> routes = SuiteRoutes.ofGatewayApi(row);
            SuiteRequest sent = SuiteRequest.of(request.path("request")).to(request.path("upstreamBehaviour"));
            Seen seen = subject.ask(routes, sent);
            boolean isAnswered = seen.answer() != null;
            JsonNode route = route(row, seen.route());
            List<String> kinds = GatewayApiRows.pending(request, route);
            if (!isAnswered) {
                pending.addAll(kinds); // else all of it has acted
            }
            if (wrong == null && isAnswered) {
                wrong = FilteredCalls.difference(request.path("expect"), seen);
            }
            if (wrong == null && !(isAnswered && GatewayApiRows.isAnsweredHere(request))) {
                wrong = GatewayApiRows.difference(request, seen.status(), route);
            }
            int times = request.path("repeat").asInt(1);
            if (wrong == null && times > 1) {
                wrong = SuiteShares.difference(request.path("expect"), subject.askOften(routes, sent, times));
            }
            for (JsonNode mirror : request.path("expect").path("mirroredTo")) {
                List<EchoUpstream.Seen> copies =
                        subject.mirroredTo(mirror.path("upstream").asText());
                wrong = wrong == null && copies != null
                        ? SuiteShares.difference(mirror, request.path("expect"), copies, times)
                        : wrong;
            }
        }
        report.row(table, id, wrong, pending.stream().distinct().toList());
    }

    private static @Nullable JsonNode route(JsonNode row, @Nullable String name) {
        for (JsonNode route : row.path("routes")) {
            if (route.path("name").asText().equals(name)) {
                return route;
            }
        }
        return null;
    }

    private static @Nullable String difference(@Nullable Object expected, @Nullable Object seen) {
        return Objects.equals(expected, seen) ? null : "expected " + expected + ", seen " + seen;
    }
}
