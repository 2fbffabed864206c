package io.tallygate.metering.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.recording.Blocks;
import io.tallygate.metering.recording.Drafts;
import io.tallygate.metering.recording.UsageDraft;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The database comes to its form from nothing and from the form of before, by many at once, whoever dies on the way.
class ClickHouseMigrationsTest {
    private static final int ROWS = 30_000;

    private static @TempDir Path directory;
    private static RunningClickHouse clickHouse;

    @BeforeAll
    static void start() throws Exception {
        clickHouse = RunningClickHouse.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        clickHouse.close();
    }

    @Test
    void many_processes_that_migrate_at_once_come_to_the_same_end() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        migrateByMany(settings, 8);
        new ClickHouseMigrations(settings).migrate();
        assertThat(number(settings, "SELECT count() FROM schema_migration FINAL"))
                .isEqualTo(number(settings, "SELECT max(number) FROM schema_migration"));
        assertThat(number(settings, "SELECT count() FROM usage_event_1")).isZero();
        assertThat(tables(settings, "usage_event%")).containsExactly("usage_event", "usage_event_1");
    }

    @Test
    void a_migration_that_was_edited_after_it_ran_is_found() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        new ClickHouseMigrations(settings).migrate();
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute(
                    "INSERT INTO schema_migration (number, name, sha256) SELECT 1, 'edited', repeat('0', 64)",
                    Map.of());
        }
        assertThatThrownBy(() -> new ClickHouseMigrations(settings).migrate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("001_usage_event.sql");
    }

    @ParameterizedTest(name = "by {0} at once")
    @ValueSource(ints = {1, 4})
    void calls_of_the_form_of_before_are_all_there_afterwards_each_once(int processes) throws Exception {
        ClickHouseSettings settings = before();
        fill(settings, 0);
        long sum = number(settings, "SELECT sum(cityHash64(*)) % 1000000007 FROM usage_event FINAL");
        long older = number(settings, "SELECT count() FROM usage_event FINAL");
        migrateByMany(settings, processes);
        new ClickHouseMigrations(settings).migrate();
        assertThat(number(settings, "SELECT count() FROM usage_event FINAL"))
                .isEqualTo(older)
                .isEqualTo(ROWS);
        assertThat(number(
                        settings,
                        "SELECT sum(cityHash64(* EXCEPT (region, trace, caller, units, attributes, stored_at,"
                                + " precedence))) % 1000000007 FROM usage_event FINAL"))
                .isEqualTo(sum);
        assertThat(number(settings, "SELECT count() FROM usage_event_1")).isZero();
        assertThat(tables(settings, "usage_event%")).containsExactly("usage_event", "usage_event_1");
    }

    @Test
    void calls_that_are_stored_during_the_move_are_there_afterwards() throws Exception {
        ClickHouseSettings settings = before();
        fill(settings, 0);
        AtomicBoolean moved = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<Integer> storing = threads.submit(() -> {
                int rounds = 1;
                do {
                    fill(settings, rounds++ * ROWS);
                } while (!moved.get());
                return rounds;
            });
            Future<Boolean> one = threads.submit(() -> migrated(settings));
            Future<Boolean> other = threads.submit(() -> migrated(settings));
            assertThat(one.get() && other.get()).isTrue();
            moved.set(true);
            long stored = (long) storing.get() * ROWS;
            System.out.println("calls stored before, during and after the move: " + stored);
            assertThat(number(settings, "SELECT count() FROM usage_event FINAL"))
                    .isEqualTo(stored);
        }
    }

    @Test
    void a_move_that_died_between_the_two_names_is_finished_by_the_next() throws Exception {
        ClickHouseSettings settings = before();
        fill(settings, 0);
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute("RENAME TABLE usage_event TO usage_event_1", Map.of());
        }
        new ClickHouseMigrations(settings).migrate();
        assertThat(number(settings, "SELECT count() FROM usage_event FINAL")).isEqualTo(ROWS);
    }

    @Test
    void of_rows_with_one_id_the_first_stored_counts_before_and_after_a_merge() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        UsageDraft draft = new UsageDraft();
        Drafts.fill(draft, 1, 1_790_000_000_000_000L);
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            for (int status : List.of(200, 404, 500)) {
                draft.status = status;
                store.store(Blocks.of("block-" + status, List.of(draft)));
            }
        }
        assertThat(number(settings, "SELECT count() FROM usage_event")).isEqualTo(3);
        assertThat(number(settings, "SELECT status FROM usage_event FINAL")).isEqualTo(200);
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute("OPTIMIZE TABLE usage_event FINAL", Map.of());
        }
        assertThat(number(settings, "SELECT status FROM usage_event")).isEqualTo(200);
    }

    /// No cluster can be started here, since the embedded engine has no Keeper: what can be told is what would be
    /// asked of one.
    @Test
    void on_a_cluster_every_table_is_a_distributed_one_over_replicated_ones() {
        ClickHouseSettings one = clickHouse.newDatabase();
        List<String> statements = new ClickHouseMigrations(one.onCluster("calls")).statements();
        List<String> created = statements.stream()
                .map(statement -> statement.replaceAll("(?m)^--.*\\n", "").strip())
                .filter(statement -> !statement.equals("TRUNCATE TABLE usage_rolled_local ON CLUSTER 'calls'"))
                .toList();
        assertThat(created)
                .allMatch(statement -> statement.startsWith("CREATE TABLE IF NOT EXISTS "))
                .allMatch(statement -> statement.contains(" ON CLUSTER 'calls'"));
        List<String> local = created.stream()
                .filter(statement -> !statement.contains("ENGINE = Distributed"))
                .toList();
        assertThat(local)
                .allMatch(statement -> Pattern.compile("^CREATE TABLE IF NOT EXISTS \\w+_local ON CLUSTER 'calls'\\s")
                        .matcher(statement)
                        .find())
                .allMatch(statement ->
                        statement.contains("ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}',"
                                + " '{replica}', "));
        assertThat(created)
                .contains("CREATE TABLE IF NOT EXISTS usage_event ON CLUSTER 'calls' AS usage_event_local ENGINE ="
                        + " Distributed('calls', currentDatabase(), usage_event_local, sipHash64(tenant,"
                        + " subscription))")
                .hasSize(2 * local.size());
        assertThat(String.join("", created)).doesNotContain("${");
        assertThat(one.onCluster("calls").layout().insertOptions())
                .containsEntry("insert_quorum", "auto")
                .containsEntry("distributed_foreground_insert", "1");
        assertThat(one.layout().insertOptions()).isEmpty();
    }

    /// The part of a cluster's statements that one server can judge: columns, keys and codecs are those of the files.
    @Test
    void the_settings_of_a_cluster_are_known_to_the_engine() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        ClickHouseLayout layout = settings.onCluster("calls").layout();
        List<String> names = new ArrayList<>(layout.insertOptions().keySet());
        names.addAll(layout.readOptions().keySet());
        for (String name : names) {
            assertThat(number(
                            new ClickHouseSettings(settings.uri(), "default", "", ""),
                            "SELECT count() FROM system.settings WHERE name = '" + name + "'"))
                    .as(name)
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> settings.onCluster("calls' OR '1")).isInstanceOf(IllegalArgumentException.class);
    }

    /// A database as the first version left it.
    private static ClickHouseSettings before() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouse client = new ClickHouse(settings);
                InputStream first =
                        ClickHouseMigrationsTest.class.getResourceAsStream("/clickhouse/001_usage_event.sql")) {
            String text = new String(first.readAllBytes(), UTF_8);
            client.executeAnywhere(
                    "CREATE DATABASE {name:Identifier} ENGINE = Atomic", Map.of("name", settings.database()));
            client.execute(settings.layout().history(), Map.of());
            for (String statement : text.split(";\\s*(\\n|$)")) {
                client.execute(statement, Map.of());
            }
            client.execute(
                    "INSERT INTO schema_migration (number, name, sha256) SELECT 1, '001_usage_event.sql',"
                            + " {sha256:String}",
                    Map.of(
                            "sha256",
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))));
        }
        return settings;
    }

    /// Calls of two months, in blocks, the first of them twice.
    private static void fill(ClickHouseSettings settings, int from) throws Exception {
        try (ClickHouse client = new ClickHouse(settings)) {
            for (int block = 0; block < 4; block++) {
                client.execute(
                        """
                        INSERT INTO usage_event (id, tenant, subscription, operation, status, billable, ended_at, started_at, latency_micros)
                        SELECT toUUID(concat('01234567-89ab-8000-8040-', leftPad(toString(number), 12, '0'))),
                            toUUID('00000000-0000-0000-0000-000000000001'), toUUID('00000000-0000-0000-0000-000000000002'),
                            'op', 200, 1, toDateTime64('2026-10-31 12:00:00', 6, 'UTC') + number % 80000 AS ended, ended, number
                        FROM numbers({from:UInt64}, {rows:UInt64}) SETTINGS insert_deduplicate = 0\
                        """,
                        Map.of(
                                "from", String.valueOf(from + Math.max(0, block - 1) * ROWS / 3),
                                "rows", String.valueOf(ROWS / 3)));
            }
        } catch (ClickHouseFailure.Refused between) {
            if (between.code() != 60) {
                throw between;
            }
            fill(settings, from); // as a shipper: again, until it is stored
        }
    }

    private static void migrateByMany(ClickHouseSettings settings, int processes) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(processes)) {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                all.add(() -> migrated(settings));
            }
            for (Future<Boolean> each : threads.invokeAll(all)) {
                assertThat(each.get()).isTrue();
            }
        }
    }

    private static boolean migrated(ClickHouseSettings settings) throws ClickHouseFailure {
        new ClickHouseMigrations(settings).migrate();
        return true;
    }

    private static List<String> tables(ClickHouseSettings settings, String like) throws ClickHouseFailure {
        try (ClickHouse client = new ClickHouse(settings)) {
            return client
                    .rows(
                            "SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE"
                                    + " {like:String} ORDER BY name",
                            Map.of("like", like))
                    .stream()
                    .map(row -> row.get(0).asText())
                    .toList();
        }
    }

    private static long number(ClickHouseSettings settings, String statement) throws ClickHouseFailure {
        try (ClickHouse client = new ClickHouse(settings)) {
            return client.rows(statement, Map.of()).getFirst().get(0).asLong();
        }
    }
}
