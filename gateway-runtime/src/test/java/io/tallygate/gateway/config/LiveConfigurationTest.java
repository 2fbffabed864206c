package io.tallygate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.PortalFeed;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What the portal says is served at once, what it takes back is refused at once, and a portal that is away changes
/// nothing.
class LiveConfigurationTest {
    @Test
    void a_revoked_key_is_refused_and_a_new_one_taken_while_calls_go_on() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            long began = System.nanoTime();
            gateway.feed().delete("credential", RunningGateway.CREDENTIAL);
            RunningGateway.await("refused", () -> gateway.get("/acme/orders/x").statusCode() == 401);
            System.out.printf("revoked to refused: %d ms%n", (System.nanoTime() - began) / 1_000_000);
            gateway.feed().credential(UUID.randomUUID(), RunningGateway.KEY);
            RunningGateway.await("taken", () -> gateway.get("/acme/orders/x").statusCode() == 200);
        }
    }

    @Test
    void a_suspended_tenant_is_refused_at_once_and_served_again_as_before() throws Exception {
        int quota = 200;
        try (RunningGateway gateway = RunningGateway.withLimits("'quota':{'calls':" + quota + ",'period':'month'}")) {
            AtomicInteger served = new AtomicInteger();
            long began = System.nanoTime();
            gateway.feed()
                    .put("tenant", PortalFeed.TENANT, "{'tenant':'" + PortalFeed.TENANT + "','status':'suspended'}");
            RunningGateway.await("refused", () -> status(gateway, served) == 403);
            long millis = (System.nanoTime() - began) / 1_000_000;
            System.out.printf("suspended to refused: %d ms%n", millis);
            assertThat(millis).isLessThan(1_000);
            for (int i = 0; i < quota; i++) {
                assertThat(status(gateway, served)).isEqualTo(403);
            }
            assertThat(gateway.get("/acme/orders/x").body())
                    .contains("\"type\":\"/problems/tenant-suspended\"", "\"status\":403");
            gateway.feed().delete("tenant", PortalFeed.TENANT);
            RunningGateway.await("served", () -> status(gateway, served) == 200);
            while (status(gateway, served) == 200) {
                assertThat(served.get()).isLessThanOrEqualTo(quota);
            }
            assertThat(served.get())
                    .as("refused calls used up nothing of the quota")
                    .isEqualTo(quota);
        }
    }

    private static int status(RunningGateway gateway, AtomicInteger served) throws Exception {
        int status = gateway.get("/acme/orders/x").statusCode();
        if (status == 200) {
            served.incrementAndGet();
        }
        return status;
    }

    @Test
    void a_key_of_one_environment_never_opens_the_other_and_each_counts_for_itself() throws Exception {
        String testKey = "tg_test_" + "k".repeat(38);
        try (RunningGateway gateway = RunningGateway.withLimits("'quota':{'calls':2,'period':'month'}")) {
            gateway.feed().route("test", new UUID(8, 1), "/acme~test/orders", RunningGateway.UPSTREAM);
            gateway.feed().credential("test", new UUID(8, 2), testKey);
            gateway.feed()
                    .subscription(
                            "test",
                            new UUID(8, 3),
                            RunningGateway.PLAN_VERSION,
                            "'quota':{'calls':2,'period':'month'}");
            RunningGateway.await(
                    "test answers",
                    () -> with(gateway, "/acme~test/orders/x", testKey).statusCode() == 200);
            for (String[] wrong : List.of(
                    new String[] {"/acme~test/orders/x", RunningGateway.KEY},
                    new String[] {"/acme/orders/x", testKey},
                    new String[] {"/acme%7Etest/orders/x", RunningGateway.KEY},
                    new String[] {"/acme~test/../acme/orders/x", testKey},
                    new String[] {"/acme/../acme~test/orders/x", RunningGateway.KEY})) {
                HttpResponse<String> refused = with(gateway, wrong[0], wrong[1]);
                assertThat(refused.statusCode()).as(wrong[0]).isEqualTo(401);
                assertThat(refused.body()).contains("/problems/unknown-api-key");
            }
            // test has used one of its two calls; live still has both
            assertThat(with(gateway, "/acme%7Etest/orders/x", testKey).statusCode())
                    .isEqualTo(200);
            assertThat(with(gateway, "/acme~test/orders/x", testKey).statusCode())
                    .isEqualTo(429);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(429);
        }
    }

    private static HttpResponse<String> with(RunningGateway gateway, String path, String key) throws Exception {
        return gateway.http()
                .send(gateway.request(path).header("X-API-Key", key).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_gateway_starts_and_serves_while_the_portal_is_away() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            gateway.stop();
            gateway.feed().close();
            gateway.start();
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            assertThat(gateway.admin("/health/ready").body()).contains("feed not connected");
        }
    }

    @Test
    void a_route_that_cannot_be_used_is_refused_alone_and_said() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.feed().put("route", new UUID(7, 7), "{'tenant':'not an id'}");
            gateway.feed().route(new UUID(7, 8), "/acme/good", RunningGateway.UPSTREAM);
            RunningGateway.await(
                    "the good one", () -> gateway.get("/acme/good/x").statusCode() == 200);
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            assertThat(gateway.admin("/health/ready").body()).contains("refused route " + new UUID(7, 7));
            assertThat(gateway.metric("tallygate_config_refused")).isEqualTo(1);
        }
    }

    @Test
    void calls_go_on_and_are_kept_while_the_usage_store_is_away() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            for (int i = 0; i < 20; i++) {
                assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            }
            assertThat(gateway.metric("tallygate_journal_unshipped_records")).isEqualTo(20);
        }
    }

    @Test
    void what_goes_beyond_the_bounds_is_refused_alone_and_said() throws Exception {
        Map<String, String> bounds = Map.of("TALLYGATE_MAX_ROUTES", "3", "TALLYGATE_MAX_CREDENTIALS", "2");
        try (RunningGateway gateway = RunningGateway.withSettings(bounds, "")) {
            for (int i = 1; i <= 4; i++) {
                gateway.feed().route(new UUID(7, i), "/acme/r" + i, RunningGateway.UPSTREAM);
                gateway.feed()
                        .credential(
                                new UUID(8, i), "tg_live_" + Integer.toString(i).repeat(38));
            }
            gateway.awaitApplied();
            assertThat(gateway.get("/acme/r2/x").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/acme/r3/x").statusCode()).isEqualTo(404);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"routes\"}"))
                    .isEqualTo(2);
            assertThat(gateway.metric("tallygate_limit_hits_total{limit=\"credentials\"}"))
                    .isEqualTo(3);
            assertThat(gateway.admin("/health/ready").body())
                    .contains("refused route " + new UUID(7, 4), "this gateway holds 3 of them already (routes)");
            assertThat(gateway.metric("tallygate_config_refused")).isEqualTo(5);
            gateway.feed().route(new UUID(7, 2), "/acme/moved", RunningGateway.UPSTREAM);
            gateway.feed().delete("route", new UUID(7, 1));
            gateway.feed().route(new UUID(7, 3), "/acme/r3", RunningGateway.UPSTREAM);
            gateway.awaitApplied();
            assertThat(gateway.get("/acme/moved/x").statusCode())
                    .as("a change is none more")
                    .isEqualTo(200);
            assertThat(gateway.get("/acme/r3/x").statusCode())
                    .as("there is room again")
                    .isEqualTo(200);
        }
    }
}
