package io.tallygate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RedisServer;
import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two gateways of one group, over their public ports, with a real Redis.
class GroupLimitsTest {
    private static final String LIMITS =
            "'rateLimit':{'calls':6,'seconds':600},'quota':{'calls':1000,'period':'month'}";

    private RedisServer redis;
    private final List<RunningGateway> gateways = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        redis = RedisServer.start();
        for (int i = 0; i < 2; i++) {
            gateways.add(RunningGateway.sharing(redis.address(), LIMITS));
        }
        together();
    }

    private void together() throws Exception {
        for (RunningGateway gateway : gateways) {
            RunningGateway.await(
                    "the group",
                    () -> gateway.metric("tallygate_group_instances") == 2
                            && gateway.metric("tallygate_group_store_lost") == 0);
        }
    }

    @AfterEach
    void end() throws Exception {
        gateways.forEach(RunningGateway::close);
        redis.close();
    }

    @Test
    void a_small_limit_is_used_up_in_a_burst_at_one_instance_and_then_holds_at_the_other() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            statuses.add(gateways.getFirst().get("/acme/orders/x").statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 429, 429);
        // met for the first time, this one may let a single call pass before it has asked
        int more = 0;
        for (int i = 0; i < 8; i++) {
            more += gateways.getLast().get("/acme/orders/x").statusCode() == 200 ? 1 : 0;
        }
        assertThat(more).isLessThanOrEqualTo(1);
    }

    @Test
    void calls_in_turn_at_both_get_exactly_the_limit_and_no_refusal_before() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            statuses.add(gateways.get(i % 2).get("/acme/orders/x").statusCode());
            Thread.sleep(15);
        }
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 200, 429, 429, 429, 429);
        HttpResponse<String> refused = gateways.getFirst().get("/acme/orders/x");
        assertThat(refused.headers().firstValue("ratelimit-remaining")).contains("0");
    }

    @Test
    void what_is_counted_for_money_does_not_care_whether_the_store_is_there() throws Exception {
        for (RunningGateway gateway : gateways) {
            gateway.feed()
                    .subscription(
                            RunningGateway.SUBSCRIPTION,
                            RunningGateway.PLAN_VERSION,
                            "'quota':{'calls':1000000,'period':'month'}"); // never reached: this is about the count
            long revision = gateway.feed().lines().size();
            RunningGateway.await("plan", () -> gateway.metric("tallygate_config_revision") >= revision);
        }
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                RunningGateway gateway = gateways.get(caller % 2);
                all.add(callers.submit(() -> {
                    while (!stop.get()) {
                        int status = gateway.get("/acme/orders/x").statusCode();
                        (status == 200 ? answered : others).incrementAndGet();
                    }
                    return null;
                }));
            }
            for (int round = 0; round < 2; round++) {
                Thread.sleep(700);
                redis.kill();
                Thread.sleep(700);
                redis.begin();
            }
            together();
            stop.set(true);
            for (Future<?> one : all) {
                one.get();
            }
        }
        long recorded = 0;
        for (RunningGateway gateway : gateways) {
            recorded += gateway.recorded();
        }
        System.out.printf(
                "Redis killed twice under load: answered %d, recorded %d, others %d%n",
                answered.get(), recorded, others.get());
        assertThat(recorded).isEqualTo(answered.get());
        assertThat(answered.get()).isGreaterThan(100);
        assertThat(others.get()).isZero();
    }
}
