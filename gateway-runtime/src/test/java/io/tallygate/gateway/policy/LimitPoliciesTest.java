package io.tallygate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.gateway.policy.quota.QuotaConfig;
import io.tallygate.gateway.policy.quota.QuotaPolicyType;
import io.tallygate.gateway.policy.ratelimit.RateLimitConfig;
import io.tallygate.gateway.policy.ratelimit.RateLimitPolicyType;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Limits that routes are given, over the public port.
class LimitPoliciesTest {
    private static RunningGateway gateway;
    private static int routes;

    @BeforeAll
    static void begin() throws Exception {
        gateway = RunningGateway.withLimits("");
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    /// @return  the path of a new route with those policies
    private static String route(String authentication, String policies) throws Exception {
        String path = "/acme/limited-" + ++routes;
        UUID id = new UUID(7, routes);
        gateway.feed().route(id, path, RunningGateway.UPSTREAM, authentication, policies);
        applied();
        return path;
    }

    private static void applied() throws Exception {
        long revision = gateway.feed().lines().size();
        RunningGateway.await("revision " + revision, () -> gateway.metric("tallygate_config_revision") >= revision);
    }

    private static String rate(String config) {
        return "{'policy':'rate-limit','config':{%s}}".formatted(config);
    }

    private static List<Integer> statuses(int calls, String path, String... headers) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(gateway.get(path, headers).statusCode());
        }
        return statuses;
    }

    @Test
    void a_header_tells_callers_apart_and_who_has_none_is_counted_by_address() throws Exception {
        String path = route(
                "none", rate("'by':'{header.x-tenant}','otherwise':'address','limits':[{'units':2,'seconds':60}]"));
        assertThat(statuses(3, path + "/x", "X-Tenant", "a")).containsExactly(200, 200, 429);
        assertThat(statuses(3, path + "/x", "X-Tenant", "b")).containsExactly(200, 200, 429);
        assertThat(statuses(3, path + "/x")).containsExactly(200, 200, 429);
        assertThat(statuses(1, path + "/x", "X-Tenant", "y".repeat(2_000))).containsExactly(200);
        assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"limit-key-length\"}"))
                .isPositive();
    }

    @Test
    void query_path_and_operation_may_be_parts_of_a_key() throws Exception {
        String path =
                route("none", rate("'by':'{query.user}/{path.4}/{operation}','limits':[{'units':1,'seconds':60}]"));
        assertThat(statuses(2, path + "/orders/7?user=a")).containsExactly(200, 429);
        assertThat(statuses(2, path + "/orders/%37?x=1&us%65r=%61")).containsExactly(429, 429);
        assertThat(statuses(2, path + "/orders/8?user=a")).containsExactly(200, 429);
        assertThat(statuses(2, path + "/orders/7?user=b")).containsExactly(200, 429);
        assertThat(statuses(3, path + "/orders/7"))
                .containsExactly(200, 200, 200); // lacks a part, and nothing otherwise
    }

    @Test
    void a_refused_call_uses_up_nothing_of_any_limit() throws Exception {
        String path = route(
                "none",
                rate(
                                "'by':'all','limits':[{'name':'short','units':1,'seconds':1},{'name':'long','units':3,'seconds':60}]")
                        + ",{'policy':'quota','config':{'by':'all','units':100,'period':'day'}}");
        int accepted = 0;
        HttpResponse<String> last = gateway.get(path + "/x");
        for (int i = 0; i < 60 && accepted < 3; i++) {
            accepted += last.statusCode() == 200 ? 1 : 0;
            Thread.sleep(50);
            last = accepted < 3 ? gateway.get(path + "/x") : last;
        }
        assertThat(accepted).isEqualTo(3);
        assertThat(last.headers().allValues("ratelimit"))
                .anyMatch(state -> state.startsWith("\"long\";r=0;t="))
                .anyMatch(state -> state.startsWith("\"route-quota\";r=97;t="));
        assertThat(last.headers().allValues("ratelimit-policy"))
                .contains("\"short\";q=1;w=1", "\"long\";q=3;w=60", "\"route-quota\";q=100;w=86400");
        assertThat(last.headers().allValues("ratelimit-limit")).hasSize(1);
        assertThat(last.headers().allValues("ratelimit-remaining")).containsExactly("0");
    }

    @Test
    void costs_go_by_operation_and_by_what_the_answer_says() throws Exception {
        String path = route(
                "none",
                rate("'by':'all','limits':[{'units':20,'seconds':60,'window':'fixed'}],"
                        + "'cost':{'units':2,'operations':{'search':5,'getOrder':0},'answerHeader':'X-Cost'}"));
        assertThat(remaining(path + "/x")).isEqualTo(18);
        assertThat(remaining(path + "/search")).isEqualTo(13);
        assertThat(remaining(path + "/orders/1")).isEqualTo(13);
        HttpResponse<String> said = gateway.get(path + "/cost/6"); // 2 when it is let in, 6 in truth
        assertThat(said.headers().firstValue("x-cost")).isEmpty();
        assertThat(said.headers().firstValue("ratelimit-remaining")).contains("11");
        assertThat(remaining(path + "/orders/1")).isEqualTo(7);
        assertThat(gateway.get(path + "/cost/900").statusCode()).isEqualTo(200); // was let in, and is counted
        assertThat(remaining(path + "/orders/1")).isZero();
        assertThat(gateway.get(path + "/x").statusCode()).isEqualTo(429);
    }

    private static long remaining(String path) throws Exception {
        return Long.parseLong(
                gateway.get(path).headers().firstValue("ratelimit-remaining").orElseThrow());
    }

    @Test
    void a_bucket_lets_its_burst_pass_at_once_and_then_its_rate() throws Exception {
        String path = route("none", rate("'by':'all','limits':[{'units':5,'seconds':1,'window':'bucket','burst':20}]"));
        long began = System.nanoTime();
        int accepted = 0;
        while (System.nanoTime() - began < 2_000_000_000L) {
            accepted += gateway.get(path + "/x").statusCode() == 200 ? 1 : 0;
        }
        assertThat(accepted).isBetween(28, 32);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sliding, ''", "fixed, ''", "bucket, ',''burst'':50'"})
    void case_77_exactly_the_limit_passes_when_many_call_at_once(String window, String more) throws Exception {
        String units = window.equals("bucket") ? "1" : "50";
        String seconds = window.equals("bucket") ? "86400" : "600";
        String path = route(
                "none",
                rate("'by':'all','limits':[{'units':%s,'seconds':%s,'window':'%s'%s}]"
                        .formatted(units, seconds, window, more)));
        try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                calls.add(callers.submit(() -> gateway.get(path + "/x").statusCode()));
            }
            int accepted = 0;
            for (Future<Integer> call : calls) {
                accepted += call.get() == 200 ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(50);
        }
    }

    @Test
    void applications_and_keys_are_counted_apart_and_routes_that_name_one_counter_together() throws Exception {
        String other = "tg_live_" + "m".repeat(38);
        gateway.feed().credential(new UUID(8, 1), other, PortalFeed.APPLICATION, PortalFeed.CONSUMER);
        String byKey = route("api-key", rate("'by':'credential','limits':[{'units':1,'seconds':60}]"));
        String one = route("api-key", rate("'by':'application','counter':'both','limits':[{'units':3,'seconds':60}]"));
        String two = route("api-key", rate("'by':'application','counter':'both','limits':[{'units':3,'seconds':60}]"));
        assertThat(statuses(2, byKey + "/x")).containsExactly(200, 429);
        assertThat(gateway.http()
                        .send(
                                gateway.request(byKey + "/x")
                                        .header("X-API-Key", other)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(statuses(2, one + "/x")).containsExactly(200, 200);
        assertThat(statuses(2, two + "/x")).containsExactly(200, 429);
    }

    @Test
    void a_quota_gives_back_what_is_not_billable_unless_it_counts_all() throws Exception {
        String billable = route("none", "{'policy':'quota','config':{'by':'all','units':3,'period':'hour'}}");
        String all = route("none", "{'policy':'quota','config':{'by':'all','units':3,'period':'hour','counts':'all'}}");
        for (String path : List.of(billable, all)) {
            assertThat(statuses(3, path + "/status/500")).containsExactly(500, 500, 500);
        }
        assertThat(statuses(2, billable + "/x")).containsExactly(200, 200);
        HttpResponse<String> refused = gateway.get(all + "/x");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("/problems/quota-exhausted");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void a_restart_remembers_rates_too() throws Exception {
        try (RunningGateway other = RunningGateway.withLimits("'rateLimit':{'calls':5,'seconds':600}")) {
            for (int i = 0; i < 3; i++) {
                assertThat(other.get("/acme/orders/x").statusCode()).isEqualTo(200);
            }
            other.stop();
            other.start();
            assertThat(other.get("/acme/orders/x").headers().firstValue("ratelimit-remaining"))
                    .contains("1");
            other.get("/acme/orders/x");
            assertThat(other.get("/acme/orders/x").statusCode()).isEqualTo(429);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "rate-limit; {'limits':[{'units':5,'seconds':1}]}; true",
                "rate-limit;"
                    + " {'limits':[{'units':5,'seconds':1,'window':'bucket','burst':9}],'by':'{header.a}-{consumer}'};"
                    + " true",
                "rate-limit; {'limits':[{'units':5,'seconds':1}],'cost':{'units':0,'answerHeader':'X-Cost'}}; true",
                "rate-limit; {}; false",
                "rate-limit; {'limits':[]}; false",
                "rate-limit; {'limits':[{'units':0,'seconds':1}]}; false",
                "rate-limit; {'limits':[{'units':5,'seconds':1,'burst':9}]}; false",
                "rate-limit; {'limits':[{'units':5,'seconds':1,'window':'bucket'}]}; false",
                "rate-limit; {'limits':[{'units':5,'seconds':1}],'unknown':1}; false",
                "rate-limit; {'limits':[{'units':5,'seconds':1}],'cost':{'units':-1}}; false",
                "quota; {'units':5}; true",
                "quota; {'units':5,'period':'week','startsAt':'2026-01-31T10:00:00Z','timeZone':'Europe/Berlin'}; true",
                "quota; {'units':5,'period':'fortnight'}; false",
                "quota; {'period':'day'}; false",
                "quota; {'units':5,'whenStoreLost':'pray'}; false"
            })
    void the_schema_and_the_gateway_agree(String policy, String config, boolean good) throws Exception {
        PolicyType type = policy.equals("quota") ? new QuotaPolicyType() : new RateLimitPolicyType();
        JsonNode json = new ObjectMapper().readTree(config.replace('\'', '"'));
        boolean bySchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(type.schema().toString(), InputFormat.JSON)
                .validate(json.toString(), InputFormat.JSON)
                .isEmpty();
        boolean byGateway;
        try {
            if (policy.equals("quota")) {
                QuotaConfig.of(json);
            } else {
                RateLimitConfig.of(json);
            }
            byGateway = true;
        } catch (IllegalArgumentException refused) {
            byGateway = false;
        }
        assertThat(bySchema).isEqualTo(good);
        assertThat(byGateway).isEqualTo(good);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nobody", "{header.}", "{header.a", "a}b{method}", "{path.0}", "{cookie.a}", "{header.a b}"})
    void a_key_that_means_nothing_is_refused_with_its_route(String key) throws Exception {
        String path = "/acme/refused-" + ++routes;
        gateway.feed()
                .route(
                        new UUID(9, routes),
                        path,
                        RunningGateway.UPSTREAM,
                        "none",
                        rate("'by':'%s','limits':[{'units':5,'seconds':1}]".formatted(key)));
        applied();
        assertThat(gateway.get(path).statusCode()).isEqualTo(500);
    }
}
