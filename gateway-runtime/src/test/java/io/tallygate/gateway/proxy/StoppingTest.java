package io.tallygate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A gateway that stops, kindly or not, loses no call that was answered.
class StoppingTest {
    private static final String QUOTA = "'quota':{'calls':10,'period':'month'}";

    @Test
    void a_call_under_way_comes_to_its_end_when_the_gateway_is_asked_to_stop() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
                    connection.readHead();
                    Thread.sleep(700);
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                    connection.readHead();
                });
                RunningGateway gateway = RunningGateway.inFrontOf(upstream, "")) {
            CompletableFuture<HttpResponse<String>> call = gateway.http()
                    .sendAsync(
                            gateway.request("/acme/orders/x")
                                    .header("X-API-Key", RunningGateway.KEY)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            RunningGateway.await("the call is upstream", () -> upstream.requests() == 1);
            gateway.stop();
            assertThat(call.get().body()).isEqualTo("late");
            assertThat(call.get().headers().firstValue("connection")).contains("close");
        }
    }

    @Test
    void a_killed_gateway_knows_the_months_calls_and_every_answered_call_when_it_comes_back() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits(QUOTA)) {
            Process process = gateway.restartAsProcess();
            try {
                for (int i = 0; i < 4; i++) {
                    assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            gateway.start();
            assertThat(gateway.metric("tallygate_journal_unshipped_records")).isEqualTo(4);
            for (int i = 0; i < 6; i++) {
                assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            }
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void a_process_that_is_asked_to_stop_ends_by_itself() throws Exception {
        try (RunningGateway gateway = RunningGateway.withLimits("")) {
            Process process = gateway.restartAsProcess();
            assertThat(gateway.get("/acme/orders/x").statusCode()).isEqualTo(200);
            process.destroy();
            assertThat(process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
