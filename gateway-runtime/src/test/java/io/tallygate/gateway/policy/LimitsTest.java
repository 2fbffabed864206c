package io.tallygate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What a plan allows, and not one call more.
class LimitsTest {
    @Test
    void a_quota_admits_exactly_its_calls_also_when_they_come_at_once() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("'quota':{'calls':50,'period':'month'}");
                ExecutorService callers = Executors.newFixedThreadPool(16)) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                calls.add(callers.submit(() -> gateway.get("/acme/orders/x").statusCode()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> call : calls) {
                statuses.add(call.get());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(50);
            assertThat(statuses).filteredOn(status -> status == 429).hasSize(70);
            HttpResponse<String> refused = gateway.get("/acme/orders/x");
            assertThat(refused.body()).contains("/problems/quota-exhausted", "Plan Starter has no calls left");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.headers().allValues("ratelimit"))
                    .anyMatch(state -> state.startsWith("\"quota\";r=0;t="));
        }
    }

    @Test
    void what_is_not_billable_uses_up_no_quota() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("'quota':{'calls':3,'period':'month'}")) {
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.get("/acme/orders/status/500").statusCode()).isEqualTo(500);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            }
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_restart_forgets_no_call_of_the_month() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("'quota':{'calls':3,'period':'month'}")) {
            gateway.get("/acme/orders/x");
            gateway.get("/acme/orders/x");
            gateway.stop();
            gateway.start();
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_rate_limit_refuses_with_the_fields_of_the_draft_and_of_old() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("'rateLimit':{'calls':5,'seconds':60}")) {
            for (int i = 4; i >= 0; i--) {
                HttpResponse<String> answer = gateway.get("/acme/orders/x");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("ratelimit-remaining")).contains(Integer.toString(i));
            }
            HttpResponse<String> refused = gateway.get("/acme/orders/x");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("/problems/rate-limited");
            assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"rate\";q=5;w=60");
            assertThat(refused.headers().firstValue("ratelimit-limit")).contains("5");
            assertThat(Long.parseLong(
                            refused.headers().firstValue("retry-after").orElseThrow()))
                    .isBetween(1L, 60L);
            assertThat(gateway.upstream().received()).hasSize(5);
        }
    }
}
