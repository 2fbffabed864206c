package io.tallygate.gateway.suites;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parts F, G and H of `bug-cases.md`, over the public port: whom is trusted, what is limited, who calls. The number is
/// the case's.
class CallerBugCasesTest {
    @TempDir
    static Path folder;

    private static Path accessLog;
    private static RunningGateway gateway;
    private static int routes;

    @BeforeAll
    static void start() throws Exception {
        accessLog = folder.resolve("access.log");
        gateway = RunningGateway.withSettings(Map.of("TALLYGATE_ACCESS_LOG", accessLog.toString()), "");
        gateway.feed()
                .subscription(
                        RunningGateway.SUBSCRIPTION,
                        RunningGateway.PLAN_VERSION,
                        "'quota':{'calls':50,'period':'month'}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /// @return  the path of a new route with those policies
    private static String route(String authentication, String policies) throws Exception {
        String path = "/case-" + ++routes;
        gateway.feed()
                .route(
                        new UUID(12, routes),
                        path,
                        RunningGateway.UPSTREAM,
                        authentication,
                        policies.replace('\'', '"'));
        gateway.awaitApplied();
        return path;
    }

    private static String rate(String limits) {
        return "{'policy':'rate-limit','config':{'limits':[" + limits + "]}}";
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return gateway.http().send(with(gateway.request(path), headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static java.net.http.HttpRequest.Builder with(
            java.net.http.HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    @Test
    void case_75_an_address_that_a_stranger_says_is_his_opens_nothing() throws Exception {
        String path = route("none", "{'policy':'ip-list','config':{'allow':['192.0.2.1']}}");
        for (String field : new String[] {"X-Forwarded-For", "X-Real-IP", "Forwarded", "X_Forwarded_For"}) {
            String value = field.equals("Forwarded") ? "for=192.0.2.1" : "192.0.2.1";
            assertThat(get(path, field, value).statusCode()).as(field).isEqualTo(403);
        }
    }

    @Test
    void case_79_two_limits_of_one_path_do_not_count_together() throws Exception {
        String path = route("none", rate("{'units':5,'seconds':1}") + "," + rate("{'units':1000,'seconds':86400}"));
        for (int i = 0; i < 6; i++) {
            assertThat(get(path).statusCode()).as("call " + i).isEqualTo(200);
            Thread.sleep(260);
        }
    }

    @Test
    void case_81_a_limit_for_consumers_gives_each_its_own() throws Exception {
        String ofX = "tg_live_" + "x".repeat(38);
        String ofY = "tg_live_" + "y".repeat(38);
        subscribed(new UUID(13, 1), ofX);
        subscribed(new UUID(13, 2), ofY);
        String path = route(
                "api-key", "{'policy':'rate-limit','config':{'by':'consumer','limits':[{'units':1,'seconds':600}]}}");
        assertThat(get(path, "X-API-Key", ofX).statusCode()).isEqualTo(200);
        assertThat(get(path, "X-API-Key", ofX).statusCode()).isEqualTo(429);
        assertThat(get(path, "X-API-Key", ofY).statusCode()).isEqualTo(200);
        assertThat(get(path, "X-API-Key", ofY).statusCode()).isEqualTo(429);
    }

    private static void subscribed(UUID consumer, String key) {
        UUID application = new UUID(14, consumer.getLeastSignificantBits());
        gateway.feed().credential(new UUID(15, consumer.getLeastSignificantBits()), key, application, consumer);
        gateway.feed()
                .put(
                        "subscription",
                        new UUID(16, consumer.getLeastSignificantBits()),
                        ("{'tenant':'%s','application':'%s','consumer':'%s','product':'%s','apis':['%s'],"
                                        + "'planVersion':'%s','timeZone':'Europe/Berlin','environment':'live',"
                                        + "'status':'active','startsAt':'2026-01-01T00:00:00Z'}")
                                .formatted(
                                        PortalFeed.TENANT,
                                        application,
                                        consumer,
                                        PortalFeed.PRODUCT,
                                        PortalFeed.API,
                                        RunningGateway.PLAN_VERSION));
    }

    @Test
    void case_83_refused_calls_do_not_prolong_the_wait() throws Exception {
        for (String window : new String[] {"sliding", "fixed", "bucket"}) {
            String more = window.equals("bucket") ? ",'burst':1" : "";
            String path = route("none", rate("{'units':1,'seconds':2,'window':'" + window + "'" + more + "}"));
            assertThat(get(path).statusCode()).isEqualTo(200);
            long began = System.nanoTime();
            int refused = 0;
            while (get(path).statusCode() == 429) {
                refused++;
                assertThat(System.nanoTime() - began).as(window).isLessThan(4_500_000_000L);
                Thread.sleep(200);
            }
            assertThat(refused).as(window).isPositive();
        }
    }

    @Test
    void case_87_no_call_beyond_the_quota_passes() throws Exception {
        String path = route("none", "{'policy':'quota','config':{'by':'all','units':80,'period':'day'}}");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            statuses.add(get(path).statusCode());
        }
        assertThat(statuses.subList(0, 80)).containsOnly(200);
        assertThat(statuses.subList(80, 101)).containsOnly(429);
    }

    @Test
    void case_89_what_changes_of_a_key_or_its_plans_name_does_not_begin_its_quota_anew() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
        }
        String before =
                gateway.get("/acme/orders/x").headers().firstValue("ratelimit").orElseThrow();
        gateway.feed().credential(RunningGateway.CREDENTIAL, RunningGateway.KEY);
        gateway.feed()
                .subscription(
                        RunningGateway.SUBSCRIPTION,
                        RunningGateway.PLAN_VERSION,
                        "'quota':{'calls':50,'period':'month'}");
        gateway.awaitApplied();
        String after =
                gateway.get("/acme/orders/x").headers().firstValue("ratelimit").orElseThrow();
        assertThat(left(before)).isEqualTo(9);
        assertThat(left(after)).isEqualTo(8);
    }

    private static int left(String rateLimit) {
        return Integer.parseInt(rateLimit.replaceAll("(?s).*r=([0-9]+).*", "$1"));
    }

    @Test
    void case_91_a_limit_without_a_number_limits_nothing_and_fails_no_call() throws Exception {
        String path = route("none", rate("{'seconds':1}"));
        for (int i = 0; i < 20; i++) {
            assertThat(get(path).statusCode()).isEqualTo(200);
        }
        String both = route("none", rate("{'seconds':1},{'units':2,'seconds':600}"));
        assertThat(get(both).statusCode()).isEqualTo(200);
        assertThat(get(both).statusCode()).isEqualTo(200);
        assertThat(get(both).statusCode()).as("the other one holds").isEqualTo(429);
    }

    @Test
    void case_93_a_key_stands_in_nothing_that_is_written_down() throws Exception {
        String path =
                route("none", "{'policy':'api-key','config':{'in':['query','header'],'names':['apikey','X-API-Key']}}");
        assertThat(get(path + "/x?apikey=" + RunningGateway.KEY).statusCode()).isEqualTo(200);
        String wrong = "tg_live_" + "w".repeat(38);
        assertThat(get(path + "/x?apikey=" + wrong).statusCode()).isEqualTo(401);
        assertThat(get(path + "/x", "Authorization", "Bearer " + wrong).statusCode())
                .isEqualTo(401);
        assertThat(gateway.upstream().received().getLast().target()).doesNotContain(RunningGateway.KEY);
        RunningGateway.await(
                "the log's lines", () -> Files.readString(accessLog).contains(path + "/x"));
        try (Stream<Path> files = Stream.concat(Files.walk(gateway.data()), Stream.of(accessLog))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1).contains(RunningGateway.KEY))
                        .as(file.toString())
                        .isFalse();
                assertThat(new String(Files.readAllBytes(file), ISO_8859_1).contains(wrong))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest(name = "99: {0}")
    @ValueSource(strings = {"Basic ##***^^^", "Basic 12345", "Basic", "Basic =", "Basic 1234"})
    void junk_in_place_of_a_user_is_401(String shown) throws Exception {
        String path = route("none", "{'policy':'basic'}");
        assertThat(get(path, "Authorization", shown).statusCode()).isEqualTo(401);
    }

    @Test
    void case_101_a_key_is_the_same_however_a_query_spells_it() throws Exception {
        String path = route("none", "{'policy':'api-key','config':{'in':['query'],'names':['apikey']}}");
        String key = RunningGateway.KEY;
        for (String spelt : new String[] {key, key.replace("_", "%5F"), "%74" + key.substring(1)}) {
            assertThat(get(path + "/x?a=b+c&apikey=" + spelt + "&d=%20").statusCode())
                    .as(spelt)
                    .isEqualTo(200);
            assertThat(gateway.upstream().received().getLast().target()).endsWith("/x?a=b+c&d=%20");
        }
        for (String other : new String[] {"+" + key, key + "%20", key + "+", "%00" + key}) {
            assertThat(get(path + "/x?apikey=" + other).statusCode()).as(other).isEqualTo(401);
        }
    }
}
