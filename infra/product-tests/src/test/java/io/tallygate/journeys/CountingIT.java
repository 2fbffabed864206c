package io.tallygate.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// That every call is counted exactly once, by drills with gateways and an engine of their own; the long forms are
/// `infra/fault counting`.
class CountingIT {

    @Test
    void whatever_breaks_calls_and_events_are_counted_exactly_once() throws IOException, InterruptedException {
        assertThat(said(List.of("infra/fault", "all", "--form", "short"))).contains("lost=0 duplicated=0 phantom=0");
    }

    private static String said(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tallygate-counting-", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(RunningStack.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(6, TimeUnit.MINUTES)) {
            process.destroy();
        }
        String said = Files.readString(output);
        System.out.print(said);
        Files.delete(output);
        assertThat(process.waitFor()).as("%s said:%n%s", command, said).isZero();
        return said;
    }
}
