package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Whoever distributes calls among instances can see that one is about to stop before it takes no more.
class NoticeTest {
    private static final Duration NOTICE = Duration.ofMillis(1_500);

    @Test
    void a_gateway_that_was_asked_to_stop_is_unready_and_serves_on_for_its_notice_and_sends_clients_elsewhere()
            throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            gateway.restart(NOTICE);
            assertThat(gateway.get("/acme/orders/x").headers().firstValue("connection"))
                    .isEmpty();
            long asked = System.nanoTime();
            Thread stopping = Thread.ofPlatform().start(gateway::stop);
            RunningGateway.await("unready", () -> gateway.admin("/health/ready").statusCode() == 503);
            int served = 0;
            while (System.nanoTime() - asked < NOTICE.toNanos() * 3 / 4) {
                HttpResponse<String> answer = gateway.get("/acme/orders/x");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("connection")).contains("close");
                served++;
            }
            assertThat(served).isPositive();
            stopping.join();
            assertThat(System.nanoTime() - asked).isGreaterThan(NOTICE.toNanos());
        }
    }
}
