package io.tallygate.gateway.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.gateway.running.EchoUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.suites.SuiteReport.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The table `cors`, asked of a gateway as its clients ask it.
class CorsSuiteTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SuiteTable TABLE = SuiteTable.of("cors");
    private static final SuiteReport REPORT = new SuiteReport("over the public port", true);
    private static final UUID ROUTE = new UUID(7, 1);
    private static final Map<String, String> NAMES = Map.of(
            "methods", "methods",
            "allowHeaders", "allowHeaders",
            "exposeHeaders", "exposeHeaders",
            "maxAge", "maxAge",
            "credentials", "credentials",
            "privateNetwork", "privateNetwork",
            "preflightGoesToUpstream", "preflightGoesUpstream",
            "answerWithoutOrigin", "answersWithoutOrigin");

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        gateway.feed().upstream(new UUID(7, 2), gateway.upstream().port(), "", 5_000);
        gateway.feed().upstream(new UUID(7, 3), 1, "", 5_000); // nobody listens there
    }

    @AfterAll
    static void report() {
        REPORT.print();
        gateway.close();
        assertThat(TABLE.rows())
                .filteredOn(row -> !row.path("kongOnly").asBoolean())
                .hasSize(41)
                .allSatisfy(row -> {
                    String id = row.path("id").asText();
                    assertThat(TABLE.choice(id)).as(id).isNull();
                    assertThat(TABLE.notOffered(id)).as(id).isNull();
                });
        assertThat(REPORT.count(Outcome.PASSED)).isGreaterThanOrEqualTo(41);
    }

    static Stream<Arguments> rows() {
        return TABLE.rows().stream().map(row -> Arguments.of(row.path("id").asText(), row));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void what_a_page_of_another_origin_gets(String id, JsonNode row) throws Exception {
        REPORT.row(TABLE, id, difference(row), List.of());
    }

    private static @Nullable String difference(JsonNode row) throws Exception {
        configure(row.path("config"));
        SuiteRequest request = SuiteRequest.of(row.path("request"));
        Map<String, List<String>> alsoSays = new TreeMap<>();
        row.path("request")
                .path("upstreamAnswersWithHeaders")
                .properties()
                .forEach(field ->
                        alsoSays.put(field.getKey(), List.of(field.getValue().asText())));
        gateway.upstream().alsoSay(alsoSays);
        List<EchoUpstream.Seen> received = gateway.upstream().received();
        int before = received.size();
        String difference = SuiteAnswer.to(gateway, request).difference(row.path("expect"));
        if (difference != null) {
            return difference;
        }
        for (Map.Entry<String, JsonNode> header :
                row.path("expect").path("upstreamHeaders").properties()) {
            String seen = received.size() == before
                    ? null
                    : received.getLast().headers().get(header.getKey().toLowerCase(Locale.ROOT));
            if (!header.getValue().asText().equals(seen)) {
                return "expected upstream " + header + ", seen " + seen;
            }
        }
        return null;
    }

    private static void configure(JsonNode config) throws Exception {
        ObjectNode cors = JSON.createObjectNode();
        ArrayNode origins = cors.putArray("origins");
        ArrayNode patterns = cors.putArray("originPatterns");
        for (String origin : SuiteTable.texts(config.path("origins"))) {
            if (origin.length() > 1 && origin.matches(".*[\\\\()*^$?\\[\\]|+].*")) {
                patterns.add(origin);
            } else { // what the source writes without a scheme is adapted as the table's own rows are
                origins.add(origin.equals("*") || origin.contains("://") ? origin : "https://" + origin);
            }
        }
        NAMES.forEach((theirs, ours) -> {
            if (config.has(theirs)) {
                cors.set(ours, config.path(theirs));
            }
        });
        ObjectNode route = JSON.createObjectNode();
        route.put("tenant", PortalFeed.TENANT.toString())
                .put("tenantSlug", "acme")
                .put("environment", "live")
                .put("api", PortalFeed.API.toString())
                .put("apiVersion", PortalFeed.API.toString())
                .put("path", "")
                .put("stripPath", false)
                .put("upstream", new UUID(7, config.has("upstreamUnreachable") ? 3 : 2).toString())
                .put("authentication", config.has("alsoRequired") ? "api-key" : "none")
                .put("metered", false);
        route.putArray("hosts");
        route.putArray("methods");
        route.putArray("operations");
        route.putArray("policies").addObject().put("policy", "cors").set("config", cors);
        PortalFeed feed = gateway.feed();
        feed.putExactly("route", ROUTE, route.toString());
        int revision = feed.lines().size();
        RunningGateway.await("revision " + revision, () -> gateway.metric("tallygate_config_revision") == revision);
    }
}
