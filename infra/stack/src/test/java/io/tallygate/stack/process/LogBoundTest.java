package io.tallygate.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogBoundTest {
    @TempDir
    private Path logs;

    @Test
    void a_process_goes_on_writing_to_a_log_that_was_emptied() throws IOException, InterruptedException {
        Path log = logs.resolve("gateway.log");
        Process process = new Launch(
                        List.of("sh", "-c", "echo first; while [ ! -e go ]; do sleep 0.05; done; echo second"),
                        Map.of(),
                        logs,
                        log)
                .start();
        while (Files.size(log) == 0) {
            Thread.sleep(20);
        }
        LogBound.apply(logs, 3);
        assertThat(Files.size(log)).isZero();
        Files.createFile(logs.resolve("go"));
        assertThat(process.waitFor()).isZero();
        assertThat(log).hasContent("second\n");
        assertThat(logs.resolve("gateway.log.1")).hasContent("first\n");
    }
}
