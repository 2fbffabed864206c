package io.tallygate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.gateway.running.RunningGateway;
import io.tallygate.gateway.running.StoredUsage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShipMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws Exception {
        return ShipMain.run(List.of(arguments), Map.of(), new PrintStream(out), new PrintStream(err));
    }

    @Test
    void what_a_gateway_that_ended_left_on_its_disk_comes_to_the_store() throws Exception {
        try (StoredUsage store = new StoredUsage();
                RunningGateway gateway = RunningGateway.withLimits("")) {
            for (int i = 0; i < 3; i++) {
                gateway.get("/acme/orders/" + i);
            }
            String journal = gateway.data().resolve("journal").toString();
            assertThat(run("--journal", journal))
                    .as("the gateway still writes there")
                    .isEqualTo(2);
            gateway.stop();
            assertThat(run("--journal", journal, "--clickhouse", store.address().toString(), "--within", "20"))
                    .isZero();
            assertThat(out.toString(UTF_8)).contains("found=3 shipped=3 left=0");
            assertThat(store.rows("usage_event")).hasSize(3);
            assertThat(run("--journal", journal, "--clickhouse", "http://127.0.0.1:1"))
                    .as("nothing is left")
                    .isOne();
            assertThat(out.toString(UTF_8)).contains("found=0 shipped=0 left=0");
            assertThat(err.toString(UTF_8)).contains("was not told");
        }
    }

    @Test
    void what_is_not_understood_begins_nothing() throws Exception {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--help")).isZero();
        assertThat(run("--journal")).isEqualTo(2);
        assertThat(run("--folder", "x")).isEqualTo(2);
        assertThat(run("--journal", "/nowhere")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("no journal's folder");
    }
}
