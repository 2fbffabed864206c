package io.tallygate.portal.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.running.ApiClient;
import io.tallygate.portal.running.RunningPortal;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A limit is a limit, also when fifty ask at once, and what one tenant uses up is missing to no other.
class LimitsIT {
    private static final int AT_ONCE = 50;

    private final RunningPortal portal = RunningPortal.shared();
    private ApiClient owner;
    private ApiClient operator;

    @BeforeEach
    void a_tenant() throws Exception {
        owner = ApiClient.ofNewTenant(portal);
        operator = owner.withToken(RunningPortal.OPERATOR_TOKEN);
    }

    @Test
    void fifty_at_once_make_as_many_apis_as_there_is_room_for() throws Exception {
        allow("apis", 20);
        Map<Integer, Integer> statuses = atOnce(number -> owner.post("/apis", api(number)));
        assertThat(statuses).isEqualTo(Map.of(201, 20, 409, 30));
        assertThat(limit("apis").path("used").asLong()).isEqualTo(20);
        assertThat(owner.read("/apis?limit=200").path("items")).hasSize(20);
        assertThat(owner.post("/apis", api(99)).body()).contains("/problems/limit-reached", "apis", "20");
        assertThat(reached("apis")).isGreaterThanOrEqualTo(31);
    }

    @Test
    void fifty_at_once_issue_as_many_keys_as_there_is_room_for_and_a_revoked_one_makes_room() throws Exception {
        String consumer =
                owner.make("/consumers", "{\"name\":\"Globex\"}").path("id").asText();
        List<String> applications = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            applications.add(
                    owner.make("/applications", "{\"name\":\"App %d\",\"consumer\":\"%s\"}".formatted(i, consumer))
                            .path("id")
                            .asText());
        }
        allow("credentials", 7);
        Map<Integer, Integer> statuses = atOnce(number ->
                owner.post("/applications/" + applications.get(number % 5) + "/credentials", "{\"name\":\"k\"}"));
        assertThat(statuses).isEqualTo(Map.of(201, 7, 409, 43));
        String key = applications.stream()
                .flatMap(application -> ids("/applications/" + application + "/credentials").stream())
                .findFirst()
                .orElseThrow();
        owner.make("/credentials/" + key + "/revoke", "{}");
        assertThat(limit("credentials").path("used").asLong()).isEqualTo(6);
        owner.make("/applications/" + applications.getFirst() + "/credentials", "{\"name\":\"k\"}");
    }

    @Test
    void members_are_limited_and_what_there_is_already_stays() throws Exception {
        owner.make("/members", "{\"email\":\"a@example.com\",\"role\":\"viewer\"}");
        allow("members", 1);
        assertThat(owner.post("/members", "{\"email\":\"b@example.com\",\"role\":\"viewer\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(limit("members").path("used").asLong()).isEqualTo(2);
        operator.send("DELETE", "/limits/members", null, "If-Match", "*");
        assertThat(limit("members").path("ownNumber").asBoolean()).isFalse();
        owner.make("/members", "{\"email\":\"b@example.com\",\"role\":\"viewer\"}");
    }

    @Test
    void the_operator_alone_sets_numbers() throws Exception {
        assertThat(owner.send("PUT", "/limits/apis", "{\"allowed\":5}").statusCode())
                .isEqualTo(403);
        assertThat(ApiClient.ofNewTenant(portal)
                        .at(owner.tenant())
                        .send("PUT", "/limits/apis", "{\"allowed\":5}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(operator.send("PUT", "/limits/nonsense", "{\"allowed\":5}").statusCode())
                .isEqualTo(404);
        assertThat(operator.send("PUT", "/limits/apis", "{\"allowed\":-1}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(422);
        assertThat(operator.send("PUT", "/limits/apis", "{\"allowed\":1}").statusCode())
                .isEqualTo(428);
        assertThat(limit("apis").path("allowed").asLong())
                .isEqualTo(limit("apis").path("usual").asLong());
    }

    @Test
    void calls_of_the_control_api_are_counted_by_the_minute_and_one_tenant_takes_none_from_another() throws Exception {
        ApiClient other = ApiClient.ofNewTenant(portal);
        allow("control-api-calls", 30);
        waitForMinuteWithRoom();
        Map<Integer, Integer> statuses = atOnce(number -> owner.get("/apis"));
        assertThat(statuses.get(200)).isBetween(25, 30); // the two calls before may fall into the same minute
        assertThat(statuses.keySet()).containsExactly(200, 429);

        HttpResponse<String> refused = owner.get("/apis");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("/problems/control-api-calls");
        long wait = Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow());
        assertThat(wait).isBetween(1L, 60L);
        assertThat(refused.headers().firstValue("RateLimit-Policy")).hasValue("\"control-api\";q=30;w=60");
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"control-api\";r=0;t=");

        HttpResponse<String> free = other.get("/apis");
        assertThat(free.statusCode()).isEqualTo(200);
        assertThat(free.headers().firstValue("RateLimit-Policy")).hasValue("\"control-api\";q=6000;w=60");
        assertThat(operator.get("/limits").statusCode())
                .as("the operator is not counted")
                .isEqualTo(200);
        assertThat(reached("control-api-calls")).isPositive();
    }

    @Test
    void what_is_deleted_by_hand_and_what_is_moved_in_bulk_is_counted_too() throws Exception {
        owner.make("/apis", api(1));
        owner.make("/apis", api(2));
        String id = owner.read("").path("id").asText();
        try (Connection administrator = portal.database().asAdministrator();
                Statement statement = administrator.createStatement()) {
            statement.execute("insert into portal.member (id, tenant_id, email, role, created_at) select uuidv7(), '"
                    + id + "', 'bulk' || n || '@example.com', 'viewer', now() from generate_series(1, 500) n");
            assertThat(limit("members").path("used").asLong()).isEqualTo(501);
            statement.execute("delete from portal.member where tenant_id = '" + id + "' and email like 'bulk%'");
        }
        assertThat(limit("members").path("used").asLong()).isEqualTo(1);
        assertThat(limit("apis").path("used").asLong()).isEqualTo(2);
    }

    private void allow(String limit, int number) throws Exception {
        HttpResponse<String> answer =
                operator.send("PUT", "/limits/" + limit, "{\"allowed\":" + number + "}", "If-Match", "*");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private JsonNode limit(String name) throws Exception {
        for (JsonNode limit : operator.read("/limits").path("items")) {
            if (limit.path("name").asText().equals(name)) {
                return limit;
            }
        }
        throw new AssertionError("no limit " + name);
    }

    private List<String> ids(String list) {
        try {
            List<String> ids = new ArrayList<>();
            owner.read(list)
                    .path("items")
                    .forEach(item -> ids.add(item.path("id").asText()));
            return ids;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private double reached(String limit) throws Exception {
        return portal.get("/metrics")
                .body()
                .lines()
                .filter(line ->
                        line.startsWith("tenant_limits_reached_total{") && line.contains("limit=\"" + limit + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// What begins now ends in the same minute.
    private static void waitForMinuteWithRoom() throws InterruptedException {
        long second = System.currentTimeMillis() / 1000 % 60;
        if (second > 40) {
            Thread.sleep((61 - second) * 1000);
        }
    }

    @FunctionalInterface
    private interface Call {
        HttpResponse<String> send(int number) throws Exception;
    }

    /// @return how many answers had which status
    private static Map<Integer, Integer> atOnce(Call call) throws Exception {
        Map<Integer, Integer> statuses = new TreeMap<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                int number = i;
                calls.add(() -> call.send(number).statusCode());
            }
            for (Future<Integer> answer : executor.invokeAll(calls)) {
                statuses.merge(answer.get(), 1, Integer::sum);
            }
        }
        return statuses;
    }

    private static String api(int number) {
        return """
            {"slug":"api-%d","basePath":"/api-%d","document":"{\\"openapi\\":\\"3.1.0\\",\\"info\\":{\\"title\\":\\"A\\",\\"version\\":\\"1\\"},\\"paths\\":{\\"/x\\":{\\"get\\":{\\"responses\\":{\\"200\\":{\\"description\\":\\"ok\\"}}}}}}"}\
            """.formatted(number, number);
    }
}
