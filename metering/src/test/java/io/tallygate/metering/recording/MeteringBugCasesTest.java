package io.tallygate.metering.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.Window;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Section J of `infra/contracts/suites/bug-cases.md`, by its numbers; 127 is billing's.
class MeteringBugCasesTest {
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final SubscriptionId SUBSCRIPTION = new SubscriptionId(new UUID(0, 7));

    private static @TempDir Path clickHouseDirectory;
    private static RunningClickHouse clickHouse;
    private @TempDir Path directory;
    private long lastId;

    @BeforeAll
    static void start() throws Exception {
        clickHouse = RunningClickHouse.start(clickHouseDirectory);
    }

    @AfterAll
    static void stop() throws Exception {
        clickHouse.close();
    }

    private UsageDraft call(Instant endedAt) {
        UsageDraft draft = new UsageDraft();
        Drafts.fill(draft, 7, ChronoUnit.MICROS.between(Instant.EPOCH, endedAt));
        draft.idHigh = 0x0123_4567_89ab_8000L;
        draft.idLow = 0x8040_0000_0000_0000L + ++lastId;
        return draft;
    }

    private static long quantity(UsageReader reader, Instant from, Instant to) {
        return reader.quantity(TENANT, SUBSCRIPTION, Meter.REQUESTS, new Period(from, to))
                .longValueExact();
    }

    @Test
    void case_121_a_block_that_was_noted_and_not_stored_when_the_shipper_died_is_stored_by_the_next() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        Set<UUID> accepted = new HashSet<>();
        try (UsageJournal journal = UsageJournal.open(directory, AppendUntilKilled.SETTINGS)) {
            UsageDraft draft = new UsageDraft();
            for (int i = 0; i < 77; i++) {
                assertThat(journal.reserve()).isTrue();
                Drafts.fill(draft, 7, Drafts.nowMicros());
                journal.nextId(draft);
                journal.append(draft);
                accepted.add(new UUID(draft.idHigh, draft.idLow));
            }
            UnshippedRecords.Block noted =
                    journal.unshipped().next(journal.seal().place(), 1_000, new BlockContent(1 << 20));
            assertThat(noted).isNotNull(); // frozen on disk; here the process dies, and nothing was inserted
        }
        try (UsageJournal journal = UsageJournal.open(directory, AppendUntilKilled.SETTINGS);
                ClickHouseUsageStore store = new ClickHouseUsageStore(settings)) {
            UsageShipper shipper = new UsageShipper(journal, store, ShipperSettings.standard());
            shipper.start();
            shipper.close();
        }
        assertThat(ids(settings)).containsExactlyInAnyOrderElementsOf(accepted);
    }

    private static List<UUID> ids(ClickHouseSettings settings) throws Exception {
        List<UUID> ids = new ArrayList<>();
        try (ClickHouse client = new ClickHouse(settings)) {
            client.rows("SELECT id FROM usage_event FINAL", Map.of())
                    .forEach(row -> ids.add(UUID.fromString(row.get(0).asText())));
        }
        return ids;
    }

    @Test
    void case_123_a_reset_in_mid_minute_puts_each_call_on_its_side_also_when_it_is_entered_later() throws Exception {
        Instant ten = Instant.parse("2026-10-14T10:00:00Z");
        Instant reset = ten.plusSeconds(30);
        Instant hourEnd = ten.plus(1, ChronoUnit.HOURS);
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                UsageReader reader = new UsageReader(settings)) {
            store.store(Blocks.of("a", List.of(call(ten.plusSeconds(10)), call(ten.plusSeconds(50)))));
            assertThat(quantity(reader, ten, hourEnd))
                    .as("read before anybody knows of a reset")
                    .isEqualTo(2);
            assertThat(quantity(reader, ten, reset)).isEqualTo(1);
            assertThat(quantity(reader, reset, hourEnd)).isEqualTo(1);
            // what was read before is no snapshot that later answers build on: late calls of both sides are in
            store.store(
                    Blocks.of("b", List.of(call(reset.minusNanos(1_000)), call(reset), call(reset.plusNanos(1_000)))));
            assertThat(quantity(reader, ten, reset)).isEqualTo(2);
            assertThat(quantity(reader, reset, hourEnd)).isEqualTo(3);
            assertThat(quantity(reader, ten, hourEnd)).isEqualTo(5);
        }
    }

    @Test
    void case_125_equal_calls_are_two_and_the_same_calls_in_another_order_are_not_more() throws Exception {
        Instant at = Instant.parse("2026-10-14T10:00:00Z");
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                UsageReader reader = new UsageReader(settings)) {
            UsageDraft one = call(at);
            UsageDraft other = call(at); // equal in everything but its id
            store.store(Blocks.of("first", List.of(one)));
            store.store(Blocks.of("second", List.of(other)));
            assertThat(quantity(reader, at, at.plusSeconds(1))).isEqualTo(2);
            store.store(Blocks.of("together", List.of(one, other)));
            store.store(Blocks.of("turned", List.of(other, one)));
            assertThat(quantity(reader, at, at.plusSeconds(1))).isEqualTo(2);
        }
    }

    @Test
    void case_129_calls_at_a_months_edge_are_in_the_month_that_the_wall_showed_over_a_clock_change() throws Exception {
        ZoneId newYork = ZoneId.of("America/New_York");
        ClickHouseSettings settings = clickHouse.newDatabase();
        try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                UsageReader reader = new UsageReader(settings)) {
            store.store(Blocks.of(
                    "a",
                    Stream.of(
                                    "2023-03-31T23:59",
                                    "2023-04-01T00:00",
                                    "2023-04-01T00:01",
                                    "2023-04-30T23:59",
                                    "2023-05-01T00:00",
                                    "2023-05-01T00:01",
                                    "2023-03-01T00:00",
                                    "2023-03-15T00:00",
                                    "2023-04-15T00:00")
                            .map(text -> call(
                                    LocalDateTime.parse(text).atZone(newYork).toInstant()))
                            .toList()));
            Instant from = ZonedDateTime.of(2023, 3, 1, 0, 0, 0, 0, newYork).toInstant();
            Instant to = ZonedDateTime.of(2023, 6, 1, 0, 0, 0, 0, newYork).toInstant();
            UsageSeries months = reader.series(new UsageQuery(
                    TENANT,
                    UsageFilter.everything(),
                    Meter.REQUESTS,
                    new Period(from, to),
                    Window.MONTH,
                    newYork,
                    List.of()));
            assertThat(months.points())
                    .extracting(point -> point.value().longValueExact())
                    .containsExactly(3L, 4L, 2L);
            for (UsageSeries.Point month : months.points()) {
                assertThat(quantity(reader, month.from(), month.to()))
                        .isEqualTo(month.value().longValueExact());
            }
        }
    }
}
