package io.tallygate.metering.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole way on real parts: journal on disk, shipper, ClickHouse's engine in its process.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShippingToClickHouseTest {
    private static @TempDir Path clickHouseDirectory;
    private static RunningClickHouse clickHouse;
    private @TempDir Path directory;

    @BeforeAll
    static void start() throws Exception {
        clickHouse = RunningClickHouse.start(clickHouseDirectory);
    }

    @AfterAll
    static void stop() throws Exception {
        clickHouse.close();
    }

    @Test
    void a_shipper_killed_again_and_again_loses_and_doubles_nothing() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        Path acknowledgements = Files.createDirectory(directory.resolve("acknowledged"));
        Path journalDirectory = directory.resolve("journal");
        Random random = new Random();
        int kills = Integer.getInteger("tallygate.test.kills", 8);
        for (int i = 0; i < kills; i++) {
            try (ChildProcess child = new ChildProcess(
                    ShipUntilKilled.class,
                    journalDirectory.toString(),
                    acknowledgements.resolve("ids").toString(),
                    settings.uri().toString(),
                    settings.database())) {
                child.says("shipping");
                Thread.sleep(random.nextInt(200, 900));
            }
        }
        shipTheRest(journalDirectory, settings);
        compare(kills + " kills of the shipper", acknowledged(acknowledgements), settings, kills);
    }

    @Test
    void clickhouse_killed_and_started_again_gets_every_record_once() throws Exception {
        Assumptions.assumeTrue(clickHouse.isOurs(), "a ClickHouse that somebody else runs is not ours to kill");
        ClickHouseSettings settings = clickHouse.newDatabase();
        Set<UUID> appended = new HashSet<>();
        int kills = 3;
        try (UsageJournal journal = UsageJournal.open(directory, AppendUntilKilled.SETTINGS);
                ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                UsageShipper shipper = new UsageShipper(journal, store, ShipUntilKilled.SETTINGS)) {
            shipper.start();
            for (int kill = 0; kill < kills; kill++) {
                append(journal, appended, 8_000);
                clickHouse.kill();
                append(journal, appended, 4_000);
                clickHouse.up();
            }
            for (int i = 0; i < 600 && journal.state().unshippedRecords() > 0; i++) {
                Thread.sleep(50);
            }
            assertThat(journal.state().unshippedRecords()).isZero();
            assertThat(shipper.state().failedTries()).isPositive();
        }
        compare(kills + " kills of ClickHouse", appended, settings, 0);
    }

    private static void append(UsageJournal journal, Set<UUID> appended, int records) throws InterruptedException {
        UsageDraft draft = new UsageDraft();
        for (int i = 0; i < records; i++) {
            if (i % 50 == 0) {
                Thread.sleep(1);
            }
            assertThat(journal.reserve()).isTrue();
            Drafts.fill(draft, i % 5, Drafts.nowMicros());
            journal.nextId(draft);
            journal.append(draft);
            appended.add(new UUID(draft.idHigh, draft.idLow));
        }
    }

    private static void shipTheRest(Path journalDirectory, ClickHouseSettings settings) {
        try (UsageJournal journal = UsageJournal.open(journalDirectory, AppendUntilKilled.SETTINGS);
                ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            UsageShipper shipper = new UsageShipper(journal, store, ShipperSettings.standard());
            shipper.start();
            shipper.close();
            assertThat(journal.state().unshippedRecords()).isZero();
        }
    }

    private static Set<UUID> acknowledged(Path directory) throws IOException {
        Set<UUID> ids = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                while (bytes.remaining() >= 16) {
                    ids.add(new UUID(bytes.getLong(), bytes.getLong()));
                }
            }
        }
        return ids;
    }

    /// @param mayBeCut  records appended whose acknowledgement the kill kept from being written down
    private static void compare(String what, Set<UUID> acknowledged, ClickHouseSettings settings, int mayBeCut)
            throws Exception {
        List<UUID> stored = new ArrayList<>();
        long rows;
        try (ClickHouse client = new ClickHouse(settings)) {
            client.rows("SELECT id FROM usage_event FINAL", Map.of())
                    .forEach(row -> stored.add(UUID.fromString(row.get(0).asText())));
            rows = client.rows("SELECT count() FROM usage_event", Map.of())
                    .getFirst()
                    .get(0)
                    .asLong();
        }
        Set<UUID> unique = new HashSet<>(stored);
        Set<UUID> lost = new HashSet<>(acknowledged);
        lost.removeAll(unique);
        System.out.printf(
                "%s: acknowledged=%d stored=%d lost=%d duplicated=%d cut=%d, rows before FINAL=%d%n",
                what,
                acknowledged.size(),
                stored.size(),
                lost.size(),
                stored.size() - unique.size(),
                unique.size() - acknowledged.size(),
                rows);
        assertThat(acknowledged.size()).isGreaterThan(10_000);
        assertThat(lost).isEmpty();
        assertThat(stored).hasSize(unique.size());
        assertThat(unique.size() - acknowledged.size()).isBetween(0, mayBeCut);
        assertThat(rows).as("the token alone kept doubles out").isEqualTo(stored.size());
    }

    @Test
    void disks_that_come_back_days_later_and_copies_of_them_count_every_record_once() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        Set<UUID> appended = new HashSet<>();
        List<String> instances = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) { // three instances on one disk
            try (UsageJournal journal = UsageJournal.open(directory.resolve(name), AppendUntilKilled.SETTINGS)) {
                instances.add(journal.instance());
                UsageDraft draft = new UsageDraft();
                for (int i = 0; i < 4_000; i++) {
                    assertThat(journal.reserve()).isTrue();
                    Drafts.fill(
                            draft,
                            i % 5,
                            Drafts.nowMicros() - Duration.ofDays(40).toNanos() / 1_000);
                    journal.nextId(draft);
                    journal.append(draft);
                    appended.add(new UUID(draft.idHigh, draft.idLow));
                }
            }
        }
        Path copy = Files.createDirectory(directory.resolve("copy-of-a"));
        try (Stream<Path> files = Files.list(directory.resolve("a"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            store.report(new Watermark(instances.getFirst(), "shared", 7, java.time.Instant.EPOCH, false));
            CopiedJournal.Shipped shipped =
                    CopiedJournal.ship(copy, store, ShipUntilKilled.SETTINGS, Duration.ofMinutes(1));
            assertThat(shipped).isEqualTo(new CopiedJournal.Shipped(instances.getFirst(), 4_000, 0, ""));
        }
        for (String name : List.of("a", "b", "c")) { // a is there after all
            shipTheRest(directory.resolve(name), settings);
        }
        try (ClickHouse client = new ClickHouse(settings)) {
            List<String> stored = client.rows("SELECT id FROM usage_event FINAL", Map.of()).stream()
                    .map(row -> row.get(0).asText())
                    .toList();
            assertThat(stored).hasSize(12_000).doesNotHaveDuplicates();
            assertThat(stored.stream().map(UUID::fromString)).allMatch(appended::contains);
            assertThat(client.rows(
                            "SELECT number > 7, stopped FROM usage_watermark FINAL WHERE instance = {instance:String}",
                            Map.of("instance", instances.getFirst())))
                    .singleElement()
                    .hasToString("[1,true]");
        }
    }

    @Test
    void a_record_is_stored_soon_after_its_append() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        List<Long> millis = new ArrayList<>();
        try (UsageJournal journal = UsageJournal.open(directory, AppendUntilKilled.SETTINGS);
                ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                UsageShipper shipper = new UsageShipper(journal, store, ShipperSettings.standard())) {
            shipper.start();
            for (int i = 0; i < 12; i++) {
                append(journal, new HashSet<>(), 1);
                long appended = System.nanoTime();
                while (journal.state().unshippedRecords() > 0) {
                    Thread.sleep(2);
                }
                millis.add(Duration.ofNanos(System.nanoTime() - appended).toMillis());
            }
        }
        System.out.println("append to acknowledged, ms: " + millis);
        assertThat(millis.subList(1, millis.size())).allMatch(each -> each < 2_000);
    }
}
