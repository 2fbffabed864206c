package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may say what a call is called.
class RequestIdTest {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";

    @Test
    void a_trusted_proxys_id_goes_all_the_way_and_the_records_own_beside_it() throws Exception {
        try (RunningGateway gateway =
                RunningGateway.withSettings(Map.of("TALLYGATE_TRUSTED_PROXIES", "127.0.0.1/32"), "")) {
            HttpResponse<String> answer = gateway.get("/acme/orders/7", "X-Request-Id", "edge-4711", "X-Call-Id", "x");
            assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("edge-4711");
            String own = answer.headers().firstValue("X-Call-Id").orElseThrow();
            assertThat(own).matches(UUID);
            assertThat(gateway.upstream().received().getLast().headers())
                    .containsEntry("x-request-id", "edge-4711")
                    .containsEntry("x-call-id", own);
            HttpResponse<String> refused = gateway.get("/nothing", "X-Request-Id", "edge-4712");
            assertThat(refused.body()).contains("\"requestId\":\"edge-4712\"").containsPattern("urn:uuid:" + UUID);
            for (String wrong : new String[] {"a b", "\"><script>", "x".repeat(129), ""}) {
                HttpResponse<String> ours = gateway.get("/acme/orders/7", "X-Request-Id", wrong);
                assertThat(ours.headers().firstValue("X-Request-Id").orElseThrow())
                        .matches(UUID);
                assertThat(ours.headers().firstValue("X-Call-Id")).isEmpty();
            }
        }
    }

    @Test
    void a_strangers_is_not_believed() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            HttpResponse<String> answer = gateway.get("/acme/orders/7", "X-Request-Id", "edge-4711", "X-Call-Id", "x");
            assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow())
                    .matches(UUID);
            assertThat(gateway.upstream().received().getLast().headers())
                    .doesNotContainKey("x-call-id")
                    .containsEntry(
                            "x-request-id",
                            answer.headers().firstValue("X-Request-Id").orElseThrow());
        }
    }

    @Test
    void an_upstreams_ids_do_not_reach_the_client() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.upstream().alsoSay(Map.of("X-Request-Id", List.of("theirs"), "X-Call-Id", List.of("theirs")));
            HttpResponse<String> answer = gateway.get("/acme/orders/7");
            assertThat(answer.headers().allValues("X-Request-Id"))
                    .singleElement()
                    .asString()
                    .matches(UUID);
            assertThat(answer.headers().firstValue("X-Call-Id")).isEmpty();
        }
    }
}
