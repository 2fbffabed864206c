package io.tallygate.gateway.policy.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.EchoUpstream.Seen;
import io.tallygate.gateway.running.RunningGateway;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RewriteTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits(""); // its upstream's base path is /base
        rewrite(1, "'path':'/v1/orders'", "{'path':{'replacePrefix':'/v2/bestellungen/'}}");
        rewrite(2, "'path':'/strip'", "{'path':{'replacePrefix':'/'}}");
        rewrite(
                3,
                "'path':'/users/{id}/files/{name}.json','pathMatch':'template'",
                "{'path':{'replace':'/files/{name}/of/{id}'},'query':{'set':{'user':'{id}'}}}");
        rewrite(4, "'path':'/r/([a-z]+)/(?P<rest>.*)','pathMatch':'regex'", "{'path':{'replace':'/{rest}/{1}'}}");
        rewrite(5, "'path':'/query'", "{'query':{'remove':['key'],'set':{'a':'1 & 2'},'add':{'b':'3'}}}");
        rewrite(6, "'path':'/named'", "{'host':'internal.example:8080'}");
        rewrite(7, "'path':'/kept'", "{'keepHost':true}");
        rewrite(8, "'path':'/unknown/{id}','pathMatch':'template'", "{'path':{'replace':'/{other}'}}");
        rewrite(9, "'path':'/dots'", "{'path':{'replace':'/a/../b'}}");
        rewrite(10, "'path':'/d/{name}.json','pathMatch':'template'", "{'path':{'replace':'/safe/{name}'}}");
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static void rewrite(int id, String matching, String config) {
        gateway.feed()
                .openRoute(
                        new UUID(9, id),
                        RunningGateway.UPSTREAM,
                        matching,
                        "{'policy':'rewrite','config':" + config + "}");
    }

    private static int status(String target) throws IOException {
        return Integer.parseInt(
                gateway.raw("GET " + target + " HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n")
                        .substring(9, 12));
    }

    private static Seen seen(String target) throws IOException {
        List<Seen> received = gateway.upstream().received();
        int before = received.size();
        assertThat(status(target)).as(target).isEqualTo(200);
        assertThat(received).hasSize(before + 1);
        return received.getLast();
    }

    @ParameterizedTest(name = "{0} goes upstream as {1}")
    @CsvSource({
        "/v1/orders, /base/v2/bestellungen",
        "/v1/orders/7?x=%2F, /base/v2/bestellungen/7?x=%2F",
        "/v1/orders/a%2Fb/, /base/v2/bestellungen/a%2Fb/",
        "/v1/./orders/%7E, /base/v2/bestellungen/%7E",
        "/strip, /base/",
        "/strip/three?, /base/three?",
        "/users/4%202/files/a.b.json?user=9&z=1, /base/files/a.b/of/4%202?z=1&user=4%202",
        "/users/a%2Fb/files/x.json, /base/files/x/of/a%2Fb?user=a%2Fb",
        "/r/abc/d/e, /base/d/e/abc",
        "/query?key=k&a=9&%6Bey=k&c=%41, /base/query?c=%41&a=1%20%26%202&b=3",
        "/query, /base/query?a=1%20%26%202&b=3"
    })
    void a_path_and_a_query_are_made_anew(String asked, String upstream) throws IOException {
        assertThat(seen(asked).target()).isEqualTo(upstream);
    }

    @Test
    void the_upstream_reads_the_host_that_the_route_says() throws IOException {
        assertThat(seen("/named").headers()).containsEntry("host", "internal.example:8080");
        assertThat(seen("/kept").headers()).containsEntry("host", "api.example");
        assertThat(seen("/strip").headers())
                .containsEntry("host", "127.0.0.1:" + gateway.upstream().port());
    }

    @Test
    void a_value_never_leads_out_of_the_place_that_the_route_names() throws IOException {
        int before = gateway.upstream().received().size();
        assertThat(seen("/d/x.json").target()).isEqualTo("/base/safe/x");
        assertThat(status("/d/..json")).isEqualTo(400); // the name would be a dot
        assertThat(status("/d/...json")).isEqualTo(400); // or two
        assertThat(gateway.upstream().received()).hasSize(before + 1);
    }

    @Test
    void what_cannot_be_made_is_refused_when_the_route_is_configured() throws Exception {
        String ready = gateway.admin("/health/ready").body();
        assertThat(ready).contains("{other} is nothing in /unknown/{id}", "path.replace is not a path");
        assertThat(status("/unknown/1")).isEqualTo(500);
        assertThat(status("/dots")).isEqualTo(500);
    }
}
