package io.tallygate.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.stack.process.ProcessRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands themselves, with the two lightest parts: a real PostgreSQL and the sample upstreams.
class StackIT {
    private static final int OFFSET = 4700;
    private static final List<String> LIGHT = List.of(
            "--detach",
            "--no-build",
            "--port-offset",
            "" + OFFSET,
            "--without",
            "keycloak,clickhouse,mail,portal,gateway");

    @TempDir
    private Path data;

    @AfterEach
    void down() throws IOException, InterruptedException {
        command("down");
    }

    @Test
    void up_is_harmless_twice_and_down_ends_all_of_it() throws IOException, InterruptedException {
        assertThat(up()).contains("ready at 127.0.0.1:" + (5433 + OFFSET));
        JsonNode processes = stack().path("processes");
        assertThat(up()).contains("already running");
        assertThat(stack().path("processes")).isEqualTo(processes);
        command("down");
        assertThat(runs(processes.path("launcher").asLong())).isFalse();
        assertThat(runs(processes.path("postgres").asLong())).isFalse();
        assertThat(runs(processes.path("upstreams").asLong())).isFalse();
        assertThat(data.resolve("stack.json")).doesNotExist();
    }

    @Test
    void what_a_killed_launcher_left_is_ended_by_the_next_up() throws IOException, InterruptedException {
        up();
        JsonNode before = stack().path("processes");
        ProcessHandle.of(before.path("launcher").asLong()).orElseThrow().destroyForcibly();
        assertThat(runs(before.path("postgres").asLong())).isTrue();
        assertThat(up()).contains("left over").contains("postgres, upstreams");
        assertThat(runs(before.path("postgres").asLong())).isFalse();
        assertThat(stack().path("processes").path("postgres").asLong())
                .isNotEqualTo(before.path("postgres").asLong());
    }

    @Test
    void a_part_that_dies_is_started_again_and_one_that_was_stopped_alone_is_not()
            throws IOException, InterruptedException {
        up();
        long first = stack().path("processes").path("upstreams").asLong();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        awaitAnother(first);
        long second = stack().path("processes").path("upstreams").asLong();
        command("down", "--part", "upstreams");
        assertThat(runs(second)).isFalse();
        assertThat(command("status")).containsPattern("upstreams +stopped");
        assertThat(command("up", "--part", "upstreams")).contains("ready at");
    }

    @Test
    void a_port_in_use_is_named() throws IOException, InterruptedException {
        try (ServerSocket held = new ServerSocket(5433 + OFFSET, 1, InetAddress.getLoopbackAddress())) {
            assertThat(up()).contains("port %d (PostgreSQL) is in use by process".formatted(held.getLocalPort()));
        }
    }

    private String up() throws IOException, InterruptedException {
        return command("up", LIGHT.toArray(String[]::new));
    }

    private JsonNode stack() throws IOException {
        return new Commands(data, 120).stack();
    }

    private void awaitAnother(long pid) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (stack().path("processes").path("upstreams").asLong() == pid) {
            assertThat(Instant.now()).as("the part was started again").isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).filter(ProcessRecord::runs).isPresent();
    }

    private String command(String name, String... options) throws IOException, InterruptedException {
        return new Commands(data, 120).run(name, options);
    }
}
