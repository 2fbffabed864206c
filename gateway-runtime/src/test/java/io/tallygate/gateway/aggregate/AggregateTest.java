package io.tallygate.gateway.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.JsonUpstream;
import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTest {
    private static final String HITS = "tallygate_limit_hits_total{limit=\"%s\"}";
    private static final UUID SECOND = new UUID(2, 20);
    private static final UUID SILENT = new UUID(2, 21);
    private static final UUID HALF_DEAD = new UUID(2, 22);
    private static final CountDownLatch ENDED = new CountDownLatch(2);

    private static JsonUpstream first;
    private static JsonUpstream second;
    private static ScriptedUpstream silent;
    private static RunningGateway gateway;
    private static int routes;

    @BeforeAll
    static void start() throws Exception {
        first = new JsonUpstream();
        second = new JsonUpstream();
        silent = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.in.read(); // until the gateway ends it
            ENDED.countDown();
        });
        gateway = RunningGateway.allowing(
                "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(first.port(), second.port(), silent.port()),
                java.util.List.of());
        PortalFeed feed = gateway.feed();
        feed.upstream(RunningGateway.UPSTREAM, first.port(), "/base", 3_000);
        feed.upstream(SECOND, second.port(), "/other/", 3_000);
        feed.upstream(SILENT, silent.port(), "", 30_000);
        feed.put(
                "upstream",
                HALF_DEAD,
                ("{'tenant':'%s','scheme':'http','targets':[{'host':'127.0.0.1','port':1,'weight':1},"
                                + "{'host':'127.0.0.1','port':%d,'weight':1}],'basePath':'/other',"
                                + "'connectTimeoutMillis':1000,'responseTimeoutMillis':3000}")
                        .formatted(PortalFeed.TENANT, second.port()));
        first.says("/base/users/7", "{'id':7,'name':'Ann','mail':'a@b','plan':{'code':'gold','price':1.50}}")
                .says("/base/list", "[1,2.0]")
                .says("/base/deep", "[".repeat(70) + "]".repeat(70))
                .says("/base/broken", "{'a':")
                .says("/base/void", 204, "", 0)
                .says("/base/gone", 404, "{'why':'gone'}", 0)
                .says("/base/failing", 500, "{}", 0)
                .says("/base/slow", 200, "{'slow':true}", 250)
                .says("/base/late", 200, "{}", 2_500)
                .says("/base/long", "{'t':'" + "x".repeat(3_000) + "'}");
        second.says("/other/orders", "{'data':{'items':[{'sku':'a','cost':1},{'sku':'b','cost':2}],'internal':1}}")
                .says("/other/slow", 200, "{'also':true}", 250);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        first.close();
        second.close();
        silent.close();
    }

    /// @param aggregate  members of it, with `'` for `"`
    /// @return           the path of a route that answers so, `/agg-N/{id}`, without its last segment
    private static String route(String aggregate, String policies) throws Exception {
        String path = "/agg-" + ++routes;
        gateway.feed()
                .put(
                        "route",
                        new UUID(9, routes),
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],"
                            + "'path':'%s/{id}','pathMatch':'template','methods':[],'stripPath':false,'upstream':'%s',"
                            + "'authentication':'none','metered':true,'operations':[],'policies':[%s],'aggregate':{%s}}")
                                .formatted(
                                        PortalFeed.TENANT,
                                        PortalFeed.API,
                                        PortalFeed.API,
                                        path,
                                        RunningGateway.UPSTREAM,
                                        policies,
                                        aggregate));
        gateway.awaitApplied();
        return path;
    }

    private static String steps(String... steps) {
        return "'steps':[{" + String.join("},{", steps) + "}]";
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(Version.HTTP_1_1, path);
    }

    private static HttpResponse<String> get(Version version, String path) throws Exception {
        return gateway.http().send(gateway.request(path).version(version).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String json) throws Exception {
        return gateway.http()
                .send(
                        gateway.request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(json.replace('\'', '"')))
                                .build(),
                        BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void several_answers_become_one_which_is_recorded_once(Version version) throws Exception {
        String path = route(
                steps(
                        "'id':'user','path':'/users/{path:id}','pick':['/name','/plan/price']",
                        "'id':'orders','path':'/orders','upstream':'" + SECOND
                                + "','from':'/data','deny':['/internal','/items/*/cost'],'group':'bought'",
                        "'id':'list','path':'/list'",
                        "'id':'void','path':'/void'",
                        "'id':'seen','path':'/list','hidden':true"),
                "");
        long recorded = gateway.recorded();
        HttpResponse<String> answer = get(version, path + "/7");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"name\":\"Ann\",\"plan\":{\"price\":1.50},"
                        + "\"bought\":{\"items\":[{\"sku\":\"a\"},{\"sku\":\"b\"}]},\"list\":[1,2.0]}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(answer.body().length());
        assertThat(answer.headers().firstValue("X-Partial-Answer")).isEmpty();
        RunningGateway.await("the record", () -> gateway.recorded() == recorded + 1);
        JsonUpstream.Asked asked = second.asked("/other/orders").getLast();
        assertThat(asked.headers())
                .containsEntry(
                        "x-request-id",
                        answer.headers().firstValue("X-Request-Id").orElseThrow())
                .containsEntry("accept-encoding", "identity")
                .containsEntry("host", "127.0.0.1:" + second.port())
                .containsKey("x-forwarded-for")
                .doesNotContainKey("user-agent");
    }

    @Test
    void what_does_not_need_another_is_asked_at_the_same_time() throws Exception {
        String path = route(
                steps(
                        "'id':'a','path':'/slow'",
                        "'id':'b','path':'/slow','group':'b'",
                        "'id':'c','path':'/slow','upstream':'" + SECOND + "'"),
                "");
        get(path + "/1"); // connections are there
        long begun = System.nanoTime();
        assertThat(get(path + "/1").body()).isEqualTo("{\"slow\":true,\"b\":{\"slow\":true},\"also\":true}");
        assertThat(System.nanoTime() - begun).isLessThan(700_000_000L); // one after the other it is 750 ms
        assertThat(first.mostUnderWay()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_step_uses_what_the_request_and_earlier_answers_bring() throws Exception {
        String path = route(
                steps(
                        "'id':'make','method':'POST','path':'/made/{user:/plan/code}','upstream':'" + SECOND
                                + "','query':{'by':'{user:/name}','lang':'{query:lang}','none':'{query:none}'},'headers':{'X-Price':'is"
                                + " {user:/plan/price}','X-Lang':'{header:accept-language}'},"
                                + "'passHeaders':['Authorization'],"
                                + "'body':{'plan':'{user:/plan}','note':'{body:/note}','no':'{body:/absent}','t':'{{{path:id}}'}",
                        "'id':'user','path':'/users/{path:id}','hidden':true"),
                "");
        HttpResponse<String> answer = gateway.http()
                .send(
                        gateway.request(path + "/7?lang=d%26e")
                                .header("Content-Type", "application/json")
                                .header("Accept-Language", "de")
                                .header("Authorization", "Bearer x")
                                .POST(BodyPublishers.ofString("{\"note\":[1.0,\"\\\"}\"]}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.body()).contains("\"method\":\"POST\"");
        JsonUpstream.Asked asked = second.asked().stream()
                .filter(each -> each.target().contains("made"))
                .toList()
                .getLast();
        assertThat(asked.target()).isEqualTo("/other/made/gold?by=Ann&lang=d%26e");
        assertThat(asked.headers())
                .containsEntry("x-price", "is 1.50")
                .containsEntry("x-lang", "de")
                .containsEntry("authorization", "Bearer x")
                .containsEntry("content-type", "application/json");
        assertThat(asked.body())
                .isEqualTo("{\"plan\":{\"code\":\"gold\",\"price\":1.50},\"note\":[1.0,\"\\\"}\"],\"t\":\"{7}\"}");
    }

    @Test
    void a_mapping_makes_the_answer_of_all_that_came() throws Exception {
        String path = route(
                steps(
                                "'id':'user','path':'/users/{path:id}'",
                                "'id':'orders','path':'/orders','upstream':'" + SECOND + "'",
                                "'id':'bad','path':'/failing','required':false")
                        + ",'mapping':'[user.name, $sum(orders.data.items.cost), $partial, $request.query.q]'",
                "");
        HttpResponse<String> answer = get(path + "/7?q=1");
        assertThat(answer.body()).isEqualTo("[\"Ann\",3,\"bad\",\"1\"]");
        assertThat(answer.headers().firstValue("X-Partial-Answer")).hasValue("bad");
    }

    @ParameterizedTest
    @CsvSource({
        "/failing, a part that fails",
        "/broken, no JSON",
        "/deep, nested too deeply",
        "/gone, not there",
        "/long, too long",
        "/late, too late"
    })
    void what_is_optional_may_fail_and_the_answer_says_so(String failing, String why) throws Exception {
        String path = route(
                steps(
                                "'id':'user','path':'/users/7','pick':['/id']",
                                "'id':'more','path':'" + failing
                                        + "','required':false,'timeoutMillis':400,'maxBytes':2000",
                                "'id':'after','path':'/list','needs':['more'],'required':false",
                                "'id':'uses','path':'/users/{more:/id}','required':false",
                                "'id':'kept','path':'" + failing
                                        + "','fallback':{'n':[0.5]},'timeoutMillis':400,'maxBytes':2000,'group':'kept'",
                                "'id':'behind','path':'/users/7','needs':['kept'],'pick':['/name']")
                        + ",'partialMember':'lacks'",
                "");
        int asked = first.asked("/base/list").size();
        HttpResponse<String> answer = get(path + "/7");
        assertThat(answer.statusCode()).as(why).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"id\":7,\"kept\":{\"n\":[0.5]},\"name\":\"Ann\",\"lacks\":[")
                .contains("\"more\"", "\"after\"", "\"uses\"", "\"kept\"");
        assertThat(answer.headers().firstValue("X-Partial-Answer").orElseThrow().split(", "))
                .containsExactlyInAnyOrder("more", "after", "uses", "kept");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(first.asked("/base/list")).hasSize(asked);
    }

    @ParameterizedTest
    @CsvSource({"/failing,502", "/broken,502", "/gone,404", "/late,504", "/long,502"})
    void what_is_required_makes_the_whole_fail_and_is_named(String failing, int status) throws Exception {
        String path = route(
                steps(
                        "'id':'user','path':'/users/7'",
                        "'id':'vital','path':'" + failing
                                + "','timeoutMillis':400,'maxBytes':2000,'relayStatuses':[404]"),
                "");
        HttpResponse<String> answer = get(path + "/7");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body())
                .contains("/problems/part-failed", "The part \\\"vital\\\" of this answer")
                .doesNotContain("127.0.0.1", Integer.toString(first.port()), "base");
    }

    @Test
    void all_steps_together_have_a_time_of_their_own() throws Exception {
        String path = route(
                steps("'id':'a','path':'/slow'", "'id':'b','path':'/late','needs':['a']") + ",'timeoutMillis':500", "");
        long begun = System.nanoTime();
        assertThat(get(path + "/1").statusCode()).isEqualTo(504);
        assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2F..%2Fadmin", "a%2Fb", "a%3Fadmin=1", "a%23b", "a;b", "%C3%BC%20", "a%2526"})
    void no_value_leaves_its_place(String hostile) throws Exception {
        String path = route(
                steps("'id':'x','path':'/in/{path:id}/end','query':{'q':'<{query:q}>'},'upstream':'" + SECOND + "'"),
                "");
        HttpResponse<String> answer = get(path + "/" + hostile + "?q=" + hostile + "%26admin%3D1");
        if (answer.statusCode() == 400) { // the gateway's own front has refused the path
            return;
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        String asked = second.asked().getLast().target();
        assertThat(asked).startsWith("/other/in/").contains("/end?q=%3C").endsWith("%26admin%3D1%3E");
        assertThat(asked.substring(0, asked.indexOf('?'))
                        .chars()
                        .filter(c -> c == '/')
                        .count())
                .isEqualTo(4);
        assertThat(asked).doesNotContain("..%2F..%2Fadmin/", "#", ";").containsOnlyOnce("?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "a\\r\\nX-Evil: 1", "\\u0000", "ü"})
    void a_value_of_an_answer_that_has_no_place_there_makes_its_step_fail(String value) throws Exception {
        first.says("/base/evil", "{'v':'" + value + "'}");
        String path = route(
                steps(
                        "'id':'evil','path':'/evil','hidden':true",
                        "'id':'inPath','path':'/in/{evil:/v}/x','upstream':'" + SECOND + "','required':false",
                        "'id':'inHeader','path':'/h','headers':{'X-V':'{evil:/v}'},'upstream':'" + SECOND
                                + "','required':false,'group':'h'"),
                "");
        int asked = second.asked().size();
        HttpResponse<String> answer = get(path + "/1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(second.asked().subList(asked, second.asked().size())).allSatisfy(each -> {
            assertThat(each.headers()).doesNotContainKey("x-evil");
            assertThat(each.target()).doesNotContain("..", "/./", "//").doesNotContain("\r", "\n");
        });
        boolean isControl = value.contains("\\");
        assertThat(answer.headers().firstValue("X-Partial-Answer"))
                .hasValue(isControl ? "inPath, inHeader" : value.equals("ü") ? "inHeader" : "inPath");
    }

    @Test
    void a_request_without_what_a_path_needs_is_refused_and_costs_nothing() throws Exception {
        String path = route(steps("'id':'x','path':'/in/{query:which}'"), "");
        long recorded = gateway.recorded();
        HttpResponse<String> answer = get(path + "/1");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the query parameter which");
        assertThat(get(path + "/1?which=a").statusCode()).isEqualTo(200);
        RunningGateway.await("one record", () -> gateway.recorded() == recorded + 1);
    }

    @Test
    void a_body_that_is_no_json_is_refused_where_a_step_looks_at_it() throws Exception {
        String path = route(steps("'id':'x','path':'/in/{body:/id}','upstream':'" + SECOND + "'"), "");
        assertThat(post(path + "/1", "{'id':").statusCode()).isEqualTo(400);
        assertThat(post(path + "/1", "{}").statusCode()).isEqualTo(400);
        assertThat(post(path + "/1", "{'id':{}}").statusCode()).isEqualTo(400);
        assertThat(post(path + "/1", "{'id':5}").body()).contains("/other/in/5");
        String blind = route(steps("'id':'x','path':'/list'"), "");
        assertThat(post(blind + "/1", "{'id':").statusCode()).isEqualTo(200);
    }

    @Test
    void what_the_steps_bring_is_bounded_each_and_together_and_counted() throws Exception {
        long part = gateway.metric(HITS.formatted("aggregate-part"));
        long whole = gateway.metric(HITS.formatted("aggregate-answer"));
        long deep = gateway.metric(HITS.formatted("json-depth"));
        long steps = gateway.metric(HITS.formatted("aggregate-steps"));
        assertThat(get(route(steps("'id':'x','path':'/long','maxBytes':3000"), "") + "/1")
                        .statusCode())
                .isEqualTo(502);
        String together = route(steps("'id':'x','path':'/long'", "'id':'y','path':'/long'") + ",'maxBytes':5000", "");
        assertThat(get(together + "/1").statusCode()).isEqualTo(502);
        assertThat(get(route(steps("'id':'x','path':'/deep'"), "") + "/1").statusCode())
                .isEqualTo(502);
        assertThat(gateway.metric(HITS.formatted("aggregate-part"))).isEqualTo(part + 1);
        assertThat(gateway.metric(HITS.formatted("aggregate-answer"))).isEqualTo(whole + 1);
        assertThat(gateway.metric(HITS.formatted("json-depth"))).isEqualTo(deep + 1);
        String[] many = new String[AggregationReader.MAX_STEPS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "'id':'s" + i + "','path':'/list'";
        }
        assertThat(get(route(steps(many), "") + "/1").statusCode()).isEqualTo(500);
        assertThat(gateway.metric(HITS.formatted("aggregate-steps"))).isEqualTo(steps + 1);
    }

    @Test
    void when_the_client_goes_the_open_calls_end() throws Exception {
        String path = route(
                steps(
                                "'id':'a','path':'/x','upstream':'" + SILENT + "','timeoutMillis':60000",
                                "'id':'b','path':'/y','upstream':'" + SILENT + "','timeoutMillis':60000")
                        + ",'timeoutMillis':60000",
                "");
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.getOutputStream().write(("GET " + path + "/1 HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(UTF_8));
            RunningGateway.await("both steps", () -> silent.requests() == 2);
        }
        assertThat(ENDED.await(5, TimeUnit.SECONDS)).isTrue();
        RunningGateway.await("the call's end", () -> gateway.calls("client-gone", "4xx") == 1);
    }

    @Test
    void a_step_goes_elsewhere_when_a_target_is_away() throws Exception {
        String path = route(steps("'id':'x','path':'/orders','upstream':'" + HALF_DEAD + "'"), "");
        for (int i = 0; i < 6; i++) {
            assertThat(get(path + "/1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_step_may_go_by_http_2() throws Exception {
        try (RunningGateway inner = RunningGateway.inFrontOf(first.port(), "")) {
            inner.feed().openRoute(new UUID(9, 1), RunningGateway.UPSTREAM, "'path':'/users'", "");
            inner.awaitApplied();
            try (RunningGateway outer = RunningGateway.allowing("127.0.0.1:" + inner.port(), java.util.List.of())) {
                UUID id = new UUID(2, 30);
                outer.feed().http2Upstream(id, inner.port(), "");
                outer.feed()
                        .put(
                                "route",
                                new UUID(9, 1),
                                ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s',"
                                    + "'hosts':[],'path':'/two','methods':[],'stripPath':false,'upstream':'%s',"
                                    + "'authentication':'none','metered':true,'operations':[],'aggregate':{%s}}")
                                        .formatted(
                                                PortalFeed.TENANT,
                                                PortalFeed.API,
                                                PortalFeed.API,
                                                id,
                                                steps(
                                                        "'id':'x','path':'/users/7','pick':['/name']",
                                                        "'id':'y','method':'POST','path':'/users/8','body':{'n':'{x:/id}'},'group':'y'",
                                                        "'id':'z','path':'/nobody','required':false")));
                outer.awaitApplied();
                HttpResponse<String> answer = outer.http()
                        .send(outer.request("/two").version(Version.HTTP_2).build(), BodyHandlers.ofString());
                assertThat(answer.body())
                        .isEqualTo(
                                "{\"name\":\"Ann\",\"y\":{\"method\":\"POST\",\"target\":\"/base/users/8\",\"body\":{\"n\":7}}}");
                assertThat(answer.headers().firstValue("X-Partial-Answer")).hasValue("z");
            }
        }
    }

    @Test
    void policies_of_the_route_act_once_on_the_whole() throws Exception {
        String path = route(
                steps("'id':'x','path':'/long'", "'id':'y','path':'/list'"),
                "{'policy':'rate-limit','config':{'limits':[{'units':2,'seconds':600}],'by':'address'}},"
                        + "{'policy':'response-headers','config':{'set':{'X-Made':'here'}}},"
                        + "{'policy':'response-mapping','config':{'expression':'[[y], $length(t)]'}},"
                        + "{'policy':'compression','config':{'minBytes':1}}");
        HttpResponse<byte[]> answer = gateway.http()
                .send(
                        gateway.request(path + "/1")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("X-Made")).hasValue("here");
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("[[1,2.0],3000]");
        }
        assertThat(get(path + "/1").statusCode()).isEqualTo(200);
        assertThat(get(path + "/1").statusCode()).isEqualTo(429);
    }

    @Test
    void a_head_request_is_told_what_a_get_would_be() throws Exception {
        String path = route(steps("'id':'x','path':'/list'"), "");
        assertThat(gateway.raw("HEAD " + path + "/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains("Content-Length: 13\r\n")
                .endsWith("\r\n\r\n<closed>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id':'x','path':'/a/{y:/id}'",
                "'id':'x','path':'/a/{x:/id}'",
                "'id':'x','path':'/a/{path:other}'",
                "'id':'x','path':'/a/../b'",
                "'id':'x','path':'/a?b=c'",
                "'id':'x','path':'/a','headers':{'Host':'b'}",
                "'id':'x','path':'/a','headers':{'X-Consumer-Id':'{query:who}'}",
                "'id':'x','path':'/a','passHeaders':['Transfer-Encoding']",
                "'id':'x','path':'/a','needs':['z']",
                "'id':'x','path':'/a','needs':['y']},{'id':'y','path':'/a','needs':['x']",
                "'id':'x','path':'/a'},{'id':'x','path':'/b'",
                "'id':'query','path':'/a'",
                "'id':'x','path':'/a','body':{}",
                "'id':'x','path':'/a','upstream':'00000000-0000-0000-0000-000000000001'",
                "'id':'x','path':'/a','surprise':1"
            })
    void what_cannot_be_used_is_refused_with_its_route_alone(String step) throws Exception {
        assertThat(get(route("'steps':[{" + step + "}]", "") + "/1").statusCode())
                .isEqualTo(500);
    }
}
