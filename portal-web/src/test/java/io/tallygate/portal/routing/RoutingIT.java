package io.tallygate.portal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.gatewayconfig.FeedConnection;
import io.tallygate.portal.gatewayconfig.FeedSchema;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.PortalWithUsage;
import io.tallygate.portal.running.RunningPortal;
import io.tallygate.portal.running.SellingTenant;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a publisher says of routes and upstreams arrives at the gateways as they take it, and what cannot be is refused
/// with its place.
class RoutingIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// One of each kind.
    private static final String POLICIES = """
        [{"policy":"ip-list","config":{"allow":["192.0.2.0/24"]}},
         {"policy":"cors","config":{"origins":["https://app.example.com"],"credentials":true}},
         {"policy":"jwt","config":{"issuers":[{"issuer":"https://id.example.com","jwksUri":"https://id.example.com/jwks",
           "algorithms":["RS256"],"client":{"claim":"azp"}}]}},
         {"policy":"access","config":{"scopes":["read"],"consumers":{"allow":["CONSUMER"]}}},
         {"policy":"size-limit","config":{"requestBytes":1000}},
         {"policy":"rate-limit","config":{"limits":[{"units":3,"seconds":60}],"by":"address"}},
         {"policy":"quota","config":{"units":1000,"period":"day"}},
         {"policy":"rewrite","config":{"path":{"replacePrefix":"/v2"}}},
         {"policy":"request-headers","config":{"set":{"X-From":"gateway"}}},
         {"policy":"response-headers","config":{"remove":["Server"]}},
         {"policy":"status","config":{"map":{"404":410}}},
         {"policy":"compression","config":{"minBytes":10}}]\
        """;

    private SellingTenant shop;
    private ApiClient owner;

    @BeforeEach
    void a_tenant_that_sells_an_api() throws Exception {
        shop = SellingTenant.at(PortalWithUsage.shared());
        owner = shop.owner();
    }

    @Test
    void the_kinds_of_policies_are_there_while_no_gateway_runs() throws Exception {
        List<String> kinds = new ArrayList<>();
        owner.read("/policies").path("items").forEach(kind -> {
            kinds.add(kind.path("policy").asText());
            assertThat(kind.at("/schema/type").asText()).isEqualTo("object");
        });
        assertThat(kinds).contains("rate-limit", "cors", "jwt", "rewrite").isSorted();
    }

    @Test
    void every_policy_and_match_arrives_at_the_gateways_as_it_was_set() throws Exception {
        String policies = POLICIES.replace("CONSUMER", shop.consumer());
        JsonNode made = put("live", """
            {"routes":[{"name":"main","policies":%s},
              {"name":"open","path":"/archive/{year}","pathMatch":"template","methods":["GET"],"hosts":["*.example.com"],
               "headers":[{"name":"X-Beta","value":"yes|ja","match":"regex"}],"query":[{"name":"v","value":"2"}],
               "authentication":"none"},
              {"name":"ids","path":"/[0-9]+","pathMatch":"regex","keyQueryParameter":"key"}]}\
            """.formatted(policies), 200);
        assertThat(made.at("/routes/0/policies")).isEqualTo(JSON.readTree(policies));
        assertThat(owner.read(routing("live"))).isEqualTo(made);

        JsonNode main = route("/" + owner.tenant() + "/orders");
        assertThat(main.path("policies")).isEqualTo(JSON.readTree(policies));
        assertThat(main.path("authentication").asText())
                .as("a policy asks who calls")
                .isEqualTo("none");
        JsonNode open = route("/" + owner.tenant() + "/orders/archive/{year}");
        assertThat(open.path("pathMatch").asText()).isEqualTo("template");
        assertThat(open.path("methods").toString()).isEqualTo("[\"GET\"]");
        assertThat(open.path("hosts").toString()).isEqualTo("[\"*.example.com\"]");
        assertThat(open.at("/headers/0/match").asText()).isEqualTo("regex");
        assertThat(open.at("/query/0/name").asText()).isEqualTo("v");
        assertThat(open.path("stripSegments").asInt()).isEqualTo(2);
        JsonNode ids = route("\\Q/" + owner.tenant() + "/orders\\E(?:/[0-9]+)");
        assertThat(ids.path("keyQueryParameter").asText()).isEqualTo("key");
        assertThat(ids.path("authentication").asText()).isEqualTo("api-key");
        assertThat(complaints()).isEmpty();

        put("live", "{\"routes\":[{\"name\":\"main\"}]}", 200);
        assertThat(feed("route")).hasSize(1);
        assertThat(route("/" + owner.tenant() + "/orders").has("policies")).isFalse();
    }

    @Test
    void other_conditions_and_the_calls_that_an_answer_is_made_of_arrive_and_what_cannot_be_is_refused_at_its_place()
            throws Exception {
        JsonNode own = JSON.readTree(owner.get("/apis?limit=1").body());
        String api = own.at("/items/0/id").asText();
        String aggregate = """
            {"steps":[{"id":"order","path":"/orders/{path:id}"},
              {"id":"stock","upstream":"%s","path":"/stock","query":{"of":"{order:/sku}"},"required":false,"group":"stock"}],
             "partialMember":"missing"}\
            """.formatted(api);
        JsonNode made = put("live", """
            {"routes":[{"name":"main"},{"name":"overview","path":"/overview/{id}","pathMatch":"template",
              "matches":[{"path":"/summary/{id}","pathMatch":"template","methods":["GET"],
                "headers":[{"name":"X-Beta","value":"yes"}]},{"path":"/s/[a-z]+","pathMatch":"regex"}],
              "aggregate":%s}]}\
            """.formatted(aggregate), 200);
        assertThat(made.at("/routes/1/aggregate")).isEqualTo(JSON.readTree(aggregate));
        assertThat(owner.read(routing("live"))).isEqualTo(made);
        JsonNode route = route("/" + owner.tenant() + "/orders/overview/{id}");
        assertThat(route.path("aggregate")).isEqualTo(JSON.readTree(aggregate));
        assertThat(route.at("/matches/0/path").asText()).isEqualTo("/" + owner.tenant() + "/orders/summary/{id}");
        assertThat(route.at("/matches/0/headers/0/name").asText()).isEqualTo("X-Beta");
        assertThat(route.at("/matches/1/path").asText())
                .as("an expression stays below the API's path as well")
                .isEqualTo("\\Q/" + owner.tenant() + "/orders\\E(?:/s/[a-z]+)");
        assertThat(route.path("stripSegments").asInt()).isEqualTo(2);
        assertThat(complaints()).isEmpty();

        JsonNode refused = put("live", """
            {"routes":[{"name":"main","path":"/a","matches":[{"path":"/b/../c"},{}],"aggregate":{"mapping":"a","partialMember":"m",
              "steps":[{"id":"a","path":"/a","needs":["b"]},{"id":"b","path":"/b","needs":["a"]},
                {"id":"a","path":"/c","needs":["nobody"]},
                {"id":"d","path":"/d","upstream":"019ac002-0000-7000-8000-000000000011"},{"id":"body","path":"/e"}]}}]}\
            """, 422);
        assertThat(refused.toString()).contains("/routes/0/matches/1");
        refused = put("live", """
            {"routes":[{"name":"main","path":"/a","matches":[{"path":"/b/../c"}],"aggregate":{"mapping":"a","partialMember":"m",
              "steps":[{"id":"a","path":"/a","needs":["b"]},{"id":"b","path":"/b","needs":["a"]},
                {"id":"c","path":"/c","needs":["nobody"]},
                {"id":"d","path":"/d","upstream":"019ac002-0000-7000-8000-000000000011"},{"id":"body","path":"/e"}]}}]}\
            """, 422);
        assertThat(refused.toString())
                .contains("/routes/0/matches/0/path")
                .contains("/routes/0/aggregate/partialMember")
                .contains("/routes/0/aggregate/steps/0/needs", "/routes/0/aggregate/steps/1/needs")
                .contains("/routes/0/aggregate/steps/2/needs")
                .contains("/routes/0/aggregate/steps/3/upstream")
                .contains("/routes/0/aggregate/steps/4/id");
    }

    @Test
    void an_upstreams_rules_arrive_and_its_secret_is_seen_by_gateways_alone() throws Exception {
        String secret = "s3cret-" + owner.tenant();
        put("live", """
            {"upstream":{"targets":[{"address":"127.0.0.1:8502","weight":2}],"weight":3,"protocol":"http2",
              "connectTimeoutMillis":100,"responseTimeoutMillis":200,"idleTimeoutMillis":300,
              "balancing":{"method":"hash","hashOn":"header","name":"X-User"},"health":{"consecutiveFailures":2},
              "healthCheck":{"path":"/up"},"circuitBreaker":{"failurePercent":40},"retries":{"attempts":2,"statuses":[503]},
              "tls":{"serverName":"orders.example.com"},"credential":{"header":"X-Secret","value":"%s"}}}\
            """.formatted(secret), 200);
        JsonNode kept = feed("upstream").getFirst();
        assertThat(kept.path("targets").toString())
                .isEqualTo("[{\"host\":\"127.0.0.1\",\"port\":8501,\"weight\":3},"
                        + "{\"host\":\"127.0.0.1\",\"port\":8502,\"weight\":2}]");
        assertThat(kept.at("/balancing/name").asText()).isEqualTo("X-User");
        assertThat(kept.toString()).doesNotContain(secret);
        assertThat(complaints()).isEmpty();
        assertThat(heard()).as("in the feed it is open").contains("\"value\":\"" + secret + "\"");

        String shown = owner.get(routing("live")).body()
                + owner.get("/state").body()
                + owner.get("/audit-events?limit=50").body();
        assertThat(shown).contains("X-Secret").doesNotContain(secret).doesNotContain("sealed:");

        // left out it stays, even where something else changes
        put("live", "{\"upstream\":{\"credential\":{\"header\":\"X-Other\"}}}", 200);
        assertThat(heard()).contains("\"header\":\"X-Other\"").contains(secret);
        put("live", "{\"upstream\":{}}", 200);
        assertThat(heard()).doesNotContain(secret);
        JsonNode refused = put("live", "{\"upstream\":{\"credential\":{\"header\":\"X-Other\"}}}", 422);
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/upstream/credential/value");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        /routes/0/policies/0/policy | {"routes":[{"name":"main","policies":[{"policy":"no-such"}]}]}
        /routes/0/policies/0/config/limits | {"routes":[{"name":"main","policies":[{"policy":"rate-limit","config":{}}]}]}
        /routes/0/policies/0/config/limits/0/units | {"routes":[{"name":"main","policies":[{"policy":"rate-limit","config":{"limits":[{"units":0,"seconds":1}]}}]}]}
        /routes/0/policies/0/config/orgins | {"routes":[{"name":"main","policies":[{"policy":"cors","config":{"orgins":["*"]}}]}]}
        /routes/0/policies/0/config/consumers/allow/0 | {"routes":[{"name":"main","policies":[{"policy":"access","config":{"consumers":{"allow":["0198f6a2-7c3e-7d10-9c41-5b6f0a1e2d3c"]}}}]}]}
        /routes/0/policies/0/config/issuers/0/jwksUri | {"routes":[{"name":"main","policies":[{"policy":"jwt","config":{"issuers":[{"issuer":"i","jwksUri":"http://169.254.169.254/k","algorithms":["RS256"]}]}}]}]}
        /routes/0/policies/0/config/issuers/0/keys/0 | {"routes":[{"name":"main","policies":[{"policy":"jwt","config":{"issuers":[{"issuer":"i","keys":[{"kty":"oct","k":"AAAA"}],"algorithms":["HS256"]}]}}]}]}
        /routes/0/authentication | {"routes":[{"name":"main","authentication":"api-key","policies":[{"policy":"basic"}]}]}
        /routes/1/name | {"routes":[{"name":"main"},{"name":"main"}]}
        /routes/0/path | {"routes":[{"name":"main","path":"/../other"}]}
        /routes/0/path | {"routes":[{"name":"main","path":"/%2E%2e/other","pathMatch":"exact"}]}
        /routes/0/path | {"routes":[{"name":"main","path":"/[x[y])(/z]","pathMatch":"regex"}]}
        /routes/0/hosts/0 | {"routes":[{"name":"main","hosts":["EXAMPLE.com"]}]}
        /routes | {"routes":[]}
        /upstream/targets/0/address | {"upstream":{"targets":[{"address":"10.0.0.1:80"}]}}
        /upstream/retries/attempts | {"upstream":{"retries":{"attempts":9}}}
        /upstream/balancing/hashOn | {"upstream":{"balancing":{"method":"hash"}}}
        /upstreem | {"upstreem":{}}
        """)
    void what_cannot_be_is_refused_with_its_place(String pointer, String body) throws Exception {
        JsonNode refused = put("live", body, 422);
        List<String> pointers = new ArrayList<>();
        refused.path("errors")
                .forEach(error -> pointers.add(error.path("pointer").asText()));
        assertThat(pointers).contains(pointer);
        assertThat(route("/" + owner.tenant() + "/orders").has("policies")).isFalse();
    }

    @Test
    void two_people_do_not_undo_each_others_changes() throws Exception {
        String seen = owner.tag(routing("live"));
        put("live", "{\"routes\":[{\"name\":\"main\",\"methods\":[\"GET\"]}]}", 200);
        assertThat(owner.send("PUT", routing("live"), "{\"routes\":[{\"name\":\"main\"}]}", "If-Match", seen)
                        .statusCode())
                .isEqualTo(412);
        assertThat(owner.send("PUT", routing("live"), "{}").statusCode()).isEqualTo(428);
        assertThat(shop.buyer().get(routing("live")).statusCode()).isEqualTo(403);
    }

    @Test
    void what_is_said_before_something_answers_is_so_once_it_does() throws Exception {
        put("test", "{\"routes\":[{\"name\":\"main\",\"methods\":[\"GET\"]}]}", 200);
        assertThat(feed("route")).hasSize(1);
        owner.send("PUT", "/apis/" + shop.api() + "/deployments/test", "{}", "If-Match", "*");
        assertThat(route("/" + owner.tenant() + "~test/orders").path("methods").toString())
                .isEqualTo("[\"GET\"]");
        put("test", "{\"routes\":[{\"name\":\"main\"},{\"name\":\"more\",\"path\":\"/more\"}]}", 200);
        assertThat(feed("route")).hasSize(3);
        owner.send("DELETE", "/apis/" + shop.api() + "/deployments/test", null, "If-Match", "*");
        assertThat(feed("route")).hasSize(1);
    }

    private JsonNode put(String environment, String body, int status) throws Exception {
        HttpResponse<String> answer = owner.send("PUT", routing(environment), body, "If-Match", "*");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return ApiClient.json(answer);
    }

    private String routing(String environment) {
        return "/apis/" + shop.api() + "/routing/" + environment;
    }

    private JsonNode route(String path) throws Exception {
        return feed("route").stream()
                .filter(route -> route.path("path").asText().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no route at " + path));
    }

    /// What gateways have of the tenant, as it is kept.
    private List<JsonNode> feed(String kind) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        try (Connection admin = shop.at().portal().database().as("feed");
                PreparedStatement select = admin.prepareStatement(
                        "select value::text from gateway_change where tenant_id = ?::uuid and kind = ? and not"
                                + " deleted order by revision")) {
            select.setString(1, shop.tenant());
            select.setString(2, kind);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(JSON.readTree(rows.getString(1)));
                }
            }
        }
        return found;
    }

    private TreeSet<String> complaints() throws Exception {
        TreeSet<String> complaints = new TreeSet<>();
        for (String kind : List.of("route", "upstream")) {
            for (JsonNode value : feed(kind)) {
                complaints.addAll(FeedSchema.complaints(
                        "{\"type\":\"put\",\"revision\":1,\"kind\":\"%s\",\"id\":\"%s\",\"value\":%s}"
                                .formatted(kind, shop.api(), value)));
            }
        }
        return complaints;
    }

    /// A snapshot as a gateway hears it, this tenant's upstreams.
    private String heard() throws Exception {
        RunningPortal portal = shop.at().portal();
        try (FeedConnection feed = FeedConnection.open(portal.url(), "")) {
            feed.reader().await(reader -> !reader.modes().isEmpty());
            return feed.reader().entities().values().stream()
                    .filter(value -> value.path("tenant").asText().equals(shop.tenant()))
                    .toList()
                    .toString();
        }
    }
}
