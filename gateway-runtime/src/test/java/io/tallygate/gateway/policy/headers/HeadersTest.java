package io.tallygate.gateway.policy.headers;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.withLimits("");
        String changes = "{'set':{'X-Set':'ours'},'add':{'X-Add':'more'},'remove':['X-Gone']}";
        gateway.feed()
                .openRoute(
                        new UUID(9, 1),
                        RunningGateway.UPSTREAM,
                        "'path':'/request'",
                        "{'policy':'request-headers','config':" + changes + "}");
        gateway.feed()
                .openRoute(
                        new UUID(9, 2),
                        RunningGateway.UPSTREAM,
                        "'path':'/response'",
                        "{'policy':'response-headers','config':" + changes + "}");
        String named = "{'set':{'X-Order':'o-{path.id}/{path.part}','X-Json':'{a}'}}";
        gateway.feed()
                .openRoute(
                        new UUID(9, 3),
                        RunningGateway.UPSTREAM,
                        "'path':'/orders/{id}/{part}','pathMatch':'template'",
                        "{'policy':'request-headers','config':" + named + "},{'policy':'response-headers','config':"
                                + named + "}");
        for (String wrong : List.of(
                "{'set':{'X-Order':'{path.id}'}}",
                "{'set':{'Content-Length':'1'}}",
                "{'remove':['Host']}",
                "{'set':{'X-Split':'a\\r\\nX-Other: b'}}",
                "{}")) {
            gateway.feed()
                    .openRoute(
                            UUID.nameUUIDFromBytes(wrong.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            RunningGateway.UPSTREAM,
                            "'path':'/wrong'",
                            "{'policy':'request-headers','config':" + wrong + "}");
        }
        gateway.awaitApplied();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_request_is_changed_on_its_way() throws Exception {
        gateway.get("/request", "x-set", "theirs", "x-add", "one", "x-gone", "secret", "x-other", "stays");
        Map<String, String> seen = gateway.upstream().received().getLast().headers();
        assertThat(seen)
                .containsEntry("x-set", "ours")
                .containsEntry("x-add", "one,more")
                .containsEntry("x-other", "stays")
                .doesNotContainKey("x-gone");
    }

    @Test
    void an_answer_is_changed_on_its_way() throws Exception {
        gateway.upstream()
                .alsoSay(Map.of(
                        "x-set", List.of("theirs", "again"), "X-Add", List.of("one"), "X-Gone", List.of("inside")));
        HttpResponse<String> answer = gateway.get("/response");
        assertThat(answer.headers().allValues("X-Set")).containsExactly("ours");
        assertThat(answer.headers().allValues("X-Add")).containsExactly("one", "more");
        assertThat(answer.headers().allValues("X-Gone")).isEmpty();
    }

    @Test
    void what_stands_in_the_path_may_be_a_part_of_a_value_and_cannot_break_out_of_it() throws Exception {
        HttpResponse<String> answer = gateway.get("/orders/%37%20X-Split:1/b%2Fc");
        Map<String, String> seen = gateway.upstream().received().getLast().headers();
        assertThat(seen)
                .containsEntry("x-order", "o-7%20X-Split:1/b%2Fc")
                .containsEntry("x-json", "{a}")
                .doesNotContainKey("x-split");
        assertThat(answer.headers().firstValue("X-Order")).hasValue("o-7%20X-Split:1/b%2Fc");
    }

    @Test
    void fields_of_framing_and_values_of_two_lines_are_refused() throws Exception {
        assertThat(gateway.get("/wrong").statusCode()).isEqualTo(500);
        assertThat(gateway.metric("tallygate_config_refused")).isEqualTo(5);
    }
}
