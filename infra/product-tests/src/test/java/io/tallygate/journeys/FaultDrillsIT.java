package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The fault drills, as a person runs them; what they judge by lies in `infra/load`, which shares no code with the
/// product.
@ExtendWith(RunningStack.Shared.class)
class FaultDrillsIT {

    @Test
    void no_call_is_lost_or_counted_twice_when_the_gateway_is_killed_under_load(RunningStack stack)
            throws IOException, InterruptedException {
        assertThat(drill("stack-kill-gateway", stack)).contains("lost=0 duplicated=0");
    }

    @Test
    void calls_are_served_and_counted_while_clickhouse_is_away(RunningStack stack)
            throws IOException, InterruptedException {
        assertThat(drill("clickhouse-down", stack)).contains("lost=0 duplicated=0");
    }

    @Test
    void calls_and_sessions_go_on_while_sign_in_is_away(RunningStack stack) throws IOException, InterruptedException {
        assertThat(drill("identity-down", stack)).contains("lost=0 duplicated=0");
    }

    private static String drill(String name, RunningStack stack) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tallygate-drill-", ".txt");
        Process process = new ProcessBuilder("infra/fault", name, "--data", stack.text("data"))
                .directory(RunningStack.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(8, TimeUnit.MINUTES)) {
            process.destroy();
        }
        String said = Files.readString(output);
        System.out.print(said);
        Files.delete(output);
        assertThat(process.waitFor()).as("infra/fault %s said:%n%s", name, said).isZero();
        return said;
    }
}
