package io.tallygate.gateway.policy.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.JsonUpstream;
import io.tallygate.gateway.running.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MappingPoliciesTest {
    private static final String HITS = "tallygate_limit_hits_total{limit=\"%s\"}";
    private static final String LINES = "{'id':7,'secret':'s','lines':[{'price':1.50,'n':2},{'price':0.10,'n':1}]}";

    private static JsonUpstream upstream;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new JsonUpstream();
        gateway = RunningGateway.inFrontOf(upstream.port(), "");
        route(1, "/in", "request-mapping", "{'id':order,'by':$request.query.by,'via':$request.path.kind}", "");
        route(2, "/out", "response-mapping", "{'id':id,'prices':lines.price,'status':$status}", "");
        route(3, "/endless", "response-mapping", "($f:=function($x){$f($x)};$f(1))", "");
        route(4, "/loose", "response-mapping", "{'id':id}", ",'otherTypes':'pass','statuses':[200,404]");
        route(5, "/picky", "request-mapping", "$exists(order)?$:$error('order is needed')", "");
        open(
                6,
                "'path':'/packed'",
                "{'policy':'compression'}," + policy("response-mapping", "{'id':id,'text':$pad('',3000,'x')}", ""));
        gateway.awaitApplied();
        upstream.says("/base/out/lines", LINES)
                .says("/base/packed/lines", LINES)
                .says("/base/endless/lines", LINES)
                .says("/base/loose/lines", LINES)
                .says("/base/loose/gone", 404, "{'id':1,'why':'gone'}", 0)
                .says("/base/out/gone", 404, "{'id':1,'why':'gone'}", 0)
                .says("/base/out/empty", 200, "", 0)
                .says("/base/out/broken", "{'id':")
                .says("/base/out/deep", "[".repeat(70) + "]".repeat(70))
                .says("/base/out/long", "{'id':'" + "x".repeat(3000) + "'}");
        byte[] text = LINES.replace('\'', '"').getBytes(UTF_8);
        upstream.says("/base/out/coded", 200, zipped(text), 0, Map.of("Content-Encoding", "gzip", "ETag", "\"v1\""));
        upstream.says("/base/out/other", 200, text, 0, Map.of("Content-Encoding", "br"));
        upstream.says("/base/out/html", 200, "<p>".getBytes(UTF_8), 0, Map.of("Content-Type", "text/html"));
        upstream.says("/base/loose/html", 200, "<p>".getBytes(UTF_8), 0, Map.of("Content-Type", "text/html"));
    }

    private static String policy(String name, String expression, String more) {
        return "{'policy':'%s','config':{'expression':\"%s\",'maxBytes':2000%s}}"
                .formatted(name, expression, more)
                .replace("'maxBytes':2000", expression.contains("pad") ? "'maxBytes':5000" : "'maxBytes':2000");
    }

    private static void route(int number, String path, String name, String expression, String more) {
        String matching = number == 1 ? "'path':'/in/{kind}','pathMatch':'template'" : "'path':'" + path + "'";
        open(number, matching, policy(name, expression, more));
    }

    /// Quotes inside an expression stay as they are.
    private static void open(int number, String matching, String policies) {
        String value =
                ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],"
                    + "%s,'methods':[],'stripPath':false,'upstream':'%s','authentication':'none','metered':true,"
                    + "'operations':[],'policies':[")
                        .formatted(
                                io.tallygate.gateway.running.PortalFeed.TENANT,
                                io.tallygate.gateway.running.PortalFeed.API,
                                io.tallygate.gateway.running.PortalFeed.API,
                                matching,
                                RunningGateway.UPSTREAM)
                        .replace('\'', '"');
        StringBuilder quoted = new StringBuilder();
        boolean inside = false;
        for (char c : policies.toCharArray()) {
            inside ^= c == '"';
            quoted.append(c == '\'' && !inside ? '"' : c);
        }
        gateway.feed().putExactly("route", new UUID(9, number), value + quoted + "]}");
    }

    private static byte[] zipped(byte[] text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text);
        }
        return zipped.toByteArray();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    private static HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = gateway.request(path).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return gateway.http().send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String path, String json) throws Exception {
        return post(path, json.replace('\'', '"').getBytes(UTF_8), "Content-Type", "application/json");
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return gateway.http().send(gateway.request(path).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void a_request_becomes_another(Version version) throws Exception {
        HttpResponse<String> answer = gateway.http()
                .send(
                        gateway.request("/in/web?by=me")
                                .version(version)
                                .header("Content-Type", "application/json; charset=utf-8")
                                .POST(BodyPublishers.ofString("{\"order\":1.10,\"rest\":[1]}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.body()).contains("\"body\":{\"id\":1.10,\"by\":\"me\",\"via\":\"web\"}");
        JsonUpstream.Asked asked = upstream.asked("/base/in/web").getLast();
        assertThat(asked.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", Integer.toString(asked.body().length()));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void an_answer_becomes_another_and_its_length_is_known(Version version) throws Exception {
        HttpResponse<String> answer = gateway.http()
                .send(gateway.request("/out/lines").version(version).build(), BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("{\"id\":7,\"prices\":[1.50,0.10],\"status\":200}");
        assertThat(answer.headers().firstValueAsLong("Content-Length"))
                .hasValue(answer.body().length());
        assertThat(upstream.asked("/base/out/lines").getLast().headers()).containsEntry("accept-encoding", "identity");
    }

    @Test
    void an_answer_that_came_in_gzip_all_the_same_is_mapped_as_well() throws Exception {
        HttpResponse<String> answer = get("/out/coded");
        assertThat(answer.body()).isEqualTo("{\"id\":7,\"prices\":[1.50,0.10],\"status\":200}");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.headers().firstValue("ETag")).hasValue("W/\"v1\"");
    }

    @Test
    void what_comes_out_is_compressed_for_who_accepts_it() throws Exception {
        HttpResponse<byte[]> answer = gateway.http()
                .send(
                        gateway.request("/packed/lines")
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
        assertThat(answer.body().length).isLessThan(500);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), UTF_8))
                    .isEqualTo("{\"id\":7,\"text\":\"" + "x".repeat(3000) + "\"}");
        }
    }

    @Test
    void a_head_request_and_an_empty_answer_have_nothing_to_map() throws Exception {
        String head = gateway.raw("HEAD /out/lines HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n<closed>").doesNotContain("Content-Length");
        assertThat(get("/out/empty").statusCode()).isEqualTo(200);
        assertThat(get("/out/empty").body()).isEmpty();
        assertThat(get("/out/gone").body()).contains("why");
        assertThat(get("/loose/gone").body()).isEqualTo("{\"id\":1}");
        assertThat(get("/loose/html").body()).isEqualTo("<p>");
    }

    @Test
    void a_request_that_does_not_fit_is_refused_and_nothing_goes_upstream() throws Exception {
        int asked = upstream.asked().size();
        long recorded = gateway.recorded();
        assertThat(post("/picky", "{'order'").body()).contains("unfit-body", "no JSON (line 1");
        assertThat(post("/picky", "{'other':1}"))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
                .satisfies(answer -> assertThat(answer.body()).contains("order is needed"));
        assertThat(post("/picky", "[".repeat(65) + "]".repeat(65)).statusCode()).isEqualTo(400);
        assertThat(post("/picky", "{'order':'" + "x".repeat(2000) + "'}").statusCode())
                .isEqualTo(413);
        assertThat(post("/picky", "a=b".getBytes(UTF_8), "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        byte[] bomb =
                zipped("{\"order\":\"".concat("x".repeat(100_000)).concat("\"}").getBytes(UTF_8));
        assertThat(post("/picky", bomb, "Content-Type", "application/json", "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(413);
        assertThat(upstream.asked()).hasSize(asked);
        assertThat(gateway.recorded()).isEqualTo(recorded);
        byte[] fits = zipped("{\"order\":5}".getBytes(UTF_8));
        assertThat(post("/picky", fits, "Content-Type", "application/json", "Content-Encoding", "gzip")
                        .body())
                .contains("\"body\":{\"order\":5}");
    }

    @Test
    void an_answer_that_does_not_fit_is_a_problem_of_its_own_and_not_billable() throws Exception {
        long tooLong = gateway.metric(HITS.formatted("mapped-answer"));
        long work = gateway.metric(HITS.formatted("mapping-work"));
        long deep = gateway.metric(HITS.formatted("json-depth"));
        for (String path :
                new String[] {"/out/broken", "/out/deep", "/out/html", "/out/other", "/out/long", "/endless/lines"}) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(502);
            assertThat(answer.body())
                    .as(path)
                    .contains("/problems/unfit-answer")
                    .doesNotContain("127.0.0.1");
        }
        assertThat(gateway.metric(HITS.formatted("mapped-answer"))).isEqualTo(tooLong + 1);
        assertThat(gateway.metric(HITS.formatted("mapping-work"))).isEqualTo(work + 1);
        assertThat(gateway.metric(HITS.formatted("json-depth"))).isEqualTo(deep + 1);
        assertThat(get("/out/lines").statusCode()).isEqualTo(200);
    }

    @Test
    void a_route_with_an_expression_that_is_none_is_refused_alone() throws Exception {
        route(7, "/wrong", "response-mapping", "{'id':", "");
        route(8, "/slow", "response-mapping", "$match(id, /(x+)+y/)", "");
        gateway.awaitApplied();
        assertThat(get("/wrong").statusCode()).isEqualTo(500);
        assertThat(get("/slow").statusCode()).isEqualTo(500);
    }
}
