package io.tallygate.gateway.policy.cors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the public table does not ask: preflights before keys, and routes that answer some methods only.
class CorsTest {
    private static final String PAGE = "https://shop.example";
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("'quota':{'calls':3,'period':'month'}");
        route(1, "/acme/cors", "'GET'", "{'origins':['https://shop.example'],'credentials':true}");
        route(2, "/acme/cors", "'DELETE'", "{'origins':['https://admin.example']}");
        route(3, "/acme/wild", "", "{'origins':['https://*.shop.example']}");
        int revision = gateway.feed().lines().size();
        RunningGateway.await("routes", () -> gateway.metric("tallygate_config_revision") == revision);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void route(int id, String path, String methods, String cors) {
        gateway.feed()
                .put(
                        "route",
                        new UUID(8, id),
                        ("{'tenant':'%s','tenantSlug':'acme','environment':'live','api':'%s','apiVersion':'%s','hosts':[],"
                            + "'path':'%s','methods':[%s],'stripPath':true,'upstream':'%s',"
                            + "'authentication':'api-key','metered':true,'operations':[],"
                            + "'policies':[{'policy':'cors','config':%s}]}")
                                .formatted(
                                        PortalFeed.TENANT,
                                        PortalFeed.API,
                                        PortalFeed.API,
                                        path,
                                        methods,
                                        RunningGateway.UPSTREAM,
                                        cors));
    }

    private static HttpResponse<String> preflight(String path, String origin, String method) throws Exception {
        return gateway.http()
                .send(
                        gateway.request(path)
                                .method("OPTIONS", BodyPublishers.noBody())
                                .header("Origin", origin)
                                .header("Access-Control-Request-Method", method)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String allowed(HttpResponse<String> answer) {
        return answer.headers().firstValue("Access-Control-Allow-Origin").orElse("");
    }

    @Test
    void case_103_a_preflight_needs_no_key_reaches_no_upstream_and_uses_up_nothing() throws Exception {
        int before = gateway.upstream().received().size();
        long recorded = gateway.recorded();
        for (int i = 0; i < 5; i++) { // more than the plan has calls
            HttpResponse<String> answer = preflight("/acme/cors/x", PAGE, "GET");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(allowed(answer)).isEqualTo(PAGE);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .hasValue("true");
            assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
        }
        assertThat(gateway.upstream().received()).hasSize(before);
        assertThat(gateway.calls("gateway-answered", "2xx")).isGreaterThanOrEqualTo(5);
        HttpResponse<String> call = gateway.get("/acme/cors/x", "Origin", PAGE);
        assertThat(call.statusCode()).isEqualTo(200);
        assertThat(allowed(call)).isEqualTo(PAGE);
        RunningGateway.await("one record", () -> gateway.recorded() == recorded + 1);
    }

    @Test
    void a_preflight_asks_the_route_that_answers_its_method() throws Exception {
        assertThat(allowed(preflight("/acme/cors/x", "https://admin.example", "DELETE")))
                .isEqualTo("https://admin.example");
        assertThat(allowed(preflight("/acme/cors/x", "https://admin.example", "GET")))
                .isEmpty();
        assertThat(preflight("/acme/cors/x", PAGE, "PUT").statusCode()).isEqualTo(405);
    }

    @Test
    void case_105_a_refusal_can_be_read_by_the_page_that_asked() throws Exception {
        HttpResponse<String> answer = gateway.http()
                .send(
                        gateway.request("/acme/cors/x").header("Origin", PAGE).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(allowed(answer)).isEqualTo(PAGE);
    }

    @Test
    void a_wildcard_stands_for_labels_of_a_host() throws Exception {
        assertThat(allowed(preflight("/acme/wild", "https://a.b.shop.example", "GET")))
                .isEqualTo("https://a.b.shop.example");
        for (String other : new String[] {
            "https://shop.example", "http://a.shop.example", "https://a.shop.example:444", "https://evilshop.example"
        }) {
            assertThat(allowed(preflight("/acme/wild", other, "GET"))).as(other).isEmpty();
        }
    }
}
