package io.tallygate.clickhouse;

import static io.tallygate.clickhouse.RunningClickHouse.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that end, well or badly, and what the next one finds.
class DurabilityTest {
    @Test
    void what_was_acknowledged_survives_a_kill_at_any_moment(@TempDir Path data) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Integer> acknowledged = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < 2; round++) {
            try (RunningClickHouse engine = RunningClickHouse.start(data)) {
                engine.ask("CREATE TABLE IF NOT EXISTS acked (n UInt64) ENGINE = MergeTree ORDER BY n");
                Thread inserting = Thread.ofVirtual().start(() -> insertUntilCutOff(engine, next, acknowledged));
                // enough to lose something of; a slow machine takes longer
                int enough = acknowledged.size() + 20;
                while (acknowledged.size() < enough && inserting.isAlive()) {
                    Thread.sleep(10);
                }
                engine.kill();
                inserting.join();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(10);
        try (RunningClickHouse engine = RunningClickHouse.start(data)) {
            assertThat(engine.ask("SELECT n FROM acked").lines().map(Integer::valueOf))
                    .doesNotHaveDuplicates()
                    .containsAll(acknowledged);
        }
    }

    private static void insertUntilCutOff(RunningClickHouse engine, AtomicInteger next, List<Integer> acknowledged) {
        String insert = "query=" + encoded("INSERT INTO tallygate.acked FORMAT TSV");
        try {
            while (true) {
                int n = next.getAndIncrement();
                if (engine.post(insert, n + "\n").status() == 200) {
                    acknowledged.add(n);
                }
            }
        } catch (UncheckedIOException e) {
            return; // killed
        }
    }

    @Test
    void a_stop_lets_what_runs_finish_and_ends_what_would_not(@TempDir Path data) throws Exception {
        RunningClickHouse engine = RunningClickHouse.start(data, "--connections", "2");
        String endless = "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))";
        try (Socket running = engine.raw(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + endless.length() + "\r\n\r\n" + endless)) {
            Thread.sleep(300);
            long began = System.nanoTime();
            assertThat(engine.stop()).isEqualTo(143);
            assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(9_000);
            assertThat(new String(running.getInputStream().readAllBytes())).contains("Code: 394.");
        }
        try (RunningClickHouse next = RunningClickHouse.start(data)) {
            assertThat(next.ask("SELECT engine FROM system.databases WHERE name = 'tallygate'"))
                    .isEqualTo("Atomic");
        }
    }

    @Test
    void a_directory_serves_one_process_and_is_closed_to_others() throws IOException {
        RunningClickHouse engine = RunningClickHouse.shared();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(engine.data())))
                .isEqualTo("rwx------");
        assertThatThrownBy(() -> RunningClickHouse.start(engine.data()))
                .hasMessageContaining("is in use by another embedded ClickHouse");
    }

    @Test
    void an_address_that_others_can_reach_needs_a_password(@TempDir Path data) {
        assertThatThrownBy(() -> RunningClickHouse.start(data, "--host", "0.0.0.0"))
                .hasMessageContaining("Only a loopback address is served without a password");
        assertThatThrownBy(() -> RunningClickHouse.start(data, "--nonsense", "1"))
                .hasMessageContaining("Usage:");
    }
}
