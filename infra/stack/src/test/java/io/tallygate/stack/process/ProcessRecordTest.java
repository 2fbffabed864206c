package io.tallygate.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordTest {
    @TempDir
    private Path directory;

    private Process process;
    private ProcessRecords records;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
        records = new ProcessRecords(directory.resolve("run"));
        records.write(ProcessRecord.of("gateway", process.toHandle()));
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void a_recorded_process_is_found_by_another_launcher() {
        ProcessRecords another = new ProcessRecords(directory.resolve("run"));
        assertThat(another.find("gateway").orElseThrow().running().orElseThrow().pid())
                .isEqualTo(process.pid());
        assertThat(another.running()).extracting(ProcessRecord::part).containsExactly("gateway");
    }

    @Test
    void a_process_that_took_over_a_recorded_id_is_not_ours() {
        ProcessRecord recorded = records.find("gateway").orElseThrow();
        records.write(new ProcessRecord(
                "gateway", recorded.pid(), recorded.startedAt().minus(Duration.ofMinutes(5))));
        assertThat(records.find("gateway").orElseThrow().running()).isEmpty();
        assertThat(records.running()).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void a_killed_process_counts_as_ended() throws InterruptedException {
        ProcessRecord recorded = records.find("gateway").orElseThrow();
        assertThat(Ending.end(recorded.running().orElseThrow(), "KILL", Duration.ofSeconds(10)))
                .isTrue();
        assertThat(recorded.running()).isEmpty();
    }

    @Test
    void a_process_that_ignores_the_signal_is_killed() throws IOException, InterruptedException {
        Process stubborn =
                new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done").start();
        assertThat(stubborn.inputReader().readLine()).isEqualTo("ready");
        assertThat(Ending.end(stubborn.toHandle(), "TERM", Duration.ofMillis(300)))
                .isFalse();
        assertThat(stubborn.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void a_record_that_cannot_be_read_stops_nothing() throws IOException {
        Files.writeString(directory.resolve("run/portal.json"), "{\"part\": \"por");
        assertThat(records.find("portal")).isEmpty();
        assertThat(records.running()).hasSize(1);
    }

    @Test
    void only_the_owner_can_read_a_record() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("run/gateway.json"))))
                .isEqualTo("rw-------");
    }
}
