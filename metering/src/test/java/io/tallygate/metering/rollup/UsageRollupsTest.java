package io.tallygate.metering.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.ChartRow;
import io.tallygate.metering.reading.Dimension;
import io.tallygate.metering.reading.UsageFilter;
import io.tallygate.metering.reading.UsageQuery;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageSeries;
import io.tallygate.metering.reading.UsageTotals;
import io.tallygate.metering.reading.Window;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What charts say with roll-ups is what they say without, whatever comes late, twice, or while roll-ups are made.
class UsageRollupsTest {
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-10T00:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final String FILL = """
        INSERT INTO usage_event (id, tenant, environment, subscription, consumer, api, operation, status, billable,
            ended_at, started_at, latency_micros, request_bytes, response_bytes)
        SELECT toUUID(concat('01234567-89ab-8000-8040-', leftPad(toString(number), 12, '0'))),
            toUUID(concat('00000000-0000-0000-0000-00000000000', toString(1 + number % 7 % 2))),
            if(number % 10 = 0, 'test', 'live'), toUUID('00000000-0000-0000-0000-000000000002'),
            toUUID(concat('00000000-0000-0000-0000-0000000000', toString(10 + number % 37))),
            toUUID(concat('00000000-0000-0000-0000-00000000000', toString(number % 3))),
            concat('op', toString(number % 5)), [200, 201, 404, 500, 0][1 + number % 5], number % 5 < 2,
            fromUnixTimestamp64Micro(toInt64({from:Int64} + cityHash64(number) % {span:UInt64}), 'UTC') AS ended, ended,
            1000 + cityHash64(number, 1) % 1000000, number % 100, number % 1000
        FROM numbers({first:UInt64}, {count:UInt64}) SETTINGS insert_deduplicate = 0\
        """;

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
    void charts_are_the_same_with_roll_ups_as_without_also_after_late_and_repeated_calls() throws Exception {
        ClickHouseSettings rolled = clickHouse.newDatabase();
        ClickHouseSettings plain = clickHouse.newDatabase();
        fill(rolled, 0, 40_000);
        fill(plain, 0, 40_000);
        try (UsageRollups rollups = new UsageRollups(rolled)) {
            UsageRollups.Report first = rollups.refresh();
            System.out.println("hours counted: " + first.hours());
            assertThat(first.hours()).isGreaterThan(1_800);
            assertSame(plain, rolled);
            fill(rolled, 39_900, 150); // 100 again, 50 late
            fill(plain, 39_900, 150);
            UsageRollups.Report second = rollups.refresh();
            assertThat(second.hours()).isBetween(1, 150);
            assertSame(plain, rolled);
            assertThat(rollups.refresh().hours()).isZero();
            assertSame(plain, rolled);
        }
        assertThat(number(rolled, "SELECT sum(calls) FROM usage_hour FINAL")).isEqualTo(40_050);
        assertThat(number(rolled, "SELECT sum(calls) FROM usage_day FINAL")).isEqualTo(40_050);
    }

    @Test
    void a_chart_reads_roll_ups_where_they_are_right_and_calls_elsewhere() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        fill(settings, 0, 5_000);
        try (UsageRollups rollups = new UsageRollups(settings);
                ClickHouse client = new ClickHouse(settings)) {
            rollups.refresh();
            client.execute("TRUNCATE TABLE usage_event", Map.of()); // whoever reads calls finds none now
        }
        try (UsageReader reader = new UsageReader(settings)) {
            UsageQuery query = query(UsageFilter.everything(), new Period(FROM, TO), Window.DAY, "Europe/Berlin");
            assertThat(calls(reader, query)).isPositive();
            assertThat(calls(reader, query(UsageFilter.everything(), new Period(FROM, TO), Window.DAY, "UTC")))
                    .isEqualTo(calls(reader, query));
            assertThat(calls(reader, query(UsageFilter.everything(), query.period(), Window.HOUR, "Asia/Kolkata")))
                    .as("hours that begin at half past")
                    .isZero();
            assertThat(calls(
                            reader,
                            query(
                                    UsageFilter.everything().withSubscription(new UUID(0, 2)),
                                    query.period(),
                                    Window.DAY,
                                    "UTC")))
                    .isZero();
            assertThat(reader.totals(query).calls()).as("totals are of calls").isZero();
        }
    }

    @Test
    void a_chart_by_hours_that_begin_at_half_past_reads_the_minutes_of_the_last_days() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Period period = new Period(now.minus(Duration.ofHours(9)), now.minus(Duration.ofHours(2)));
        fill(settings, period, 0, 5_000);
        UsageQuery query = new UsageQuery(
                TENANT,
                UsageFilter.everything(),
                Meter.REQUESTS,
                period,
                Window.HOUR,
                ZoneId.of("Asia/Kolkata"),
                List.of(Dimension.STATUS));
        try (UsageReader reader = new UsageReader(settings);
                UsageRollups rollups = new UsageRollups(settings);
                ClickHouse client = new ClickHouse(settings)) {
            UsageSeries before = reader.charts().calls(query);
            UsageTotals totals = reader.charts().totals(query);
            assertThat(before).isEqualTo(reader.series(query));
            assertThat(before.total()).isPositive();
            rollups.refresh();
            client.execute("TRUNCATE TABLE usage_event", Map.of()); // whoever reads calls finds none now
            assertThat(reader.charts().calls(query)).isEqualTo(before);
            UsageTotals rolled = reader.charts().totals(query);
            assertThat(List.of(rolled.calls(), rolled.billable(), rolled.clientErrors(), rolled.serverErrors()))
                    .containsExactly(totals.calls(), totals.billable(), totals.clientErrors(), totals.serverErrors());
            assertThat(rolled.responseBytes()).isEqualTo(totals.responseBytes());
        }
    }

    @Test
    void roll_ups_made_by_several_at_once_and_ended_on_the_way_are_right() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        fill(settings, 0, 20_000);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(() -> {
                    try (UsageRollups rollups = new UsageRollups(settings)) {
                        return rollups.refresh().hours();
                    }
                });
            }
            for (Future<Integer> each : threads.invokeAll(all)) {
                each.get();
            }
        }
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute("TRUNCATE TABLE usage_rolled", Map.of()); // as if the one that made them had died before
        }
        try (UsageRollups rollups = new UsageRollups(settings)) {
            rollups.refresh(System.currentTimeMillis() * 1_000, 100); // by the hundred
        }
        assertThat(number(settings, "SELECT sum(calls) FROM usage_hour FINAL")).isEqualTo(20_000);
        assertThat(number(settings, "SELECT sum(calls) FROM usage_day FINAL")).isEqualTo(20_000);
    }

    private static void assertSame(ClickHouseSettings plain, ClickHouseSettings rolled) {
        try (UsageReader one = new UsageReader(plain);
                UsageReader other = new UsageReader(rolled)) {
            for (Window window : List.of(Window.NONE, Window.HOUR, Window.DAY, Window.MONTH)) {
                for (List<Dimension> by : List.of(
                        List.<Dimension>of(),
                        List.of(Dimension.API),
                        List.of(Dimension.OPERATION, Dimension.STATUS),
                        List.of(Dimension.ENVIRONMENT))) {
                    UsageFilter filter = by.isEmpty()
                            ? UsageFilter.everything().withEnvironment("live").withBillable(true)
                            : UsageFilter.everything();
                    Period period = window == Window.HOUR
                            ? new Period(FROM, FROM.plus(Duration.ofDays(20)))
                            : new Period(FROM, TO.minusSeconds(1));
                    UsageQuery query = new UsageQuery(
                            TENANT, filter, Meter.REQUESTS, period, window, ZoneId.of("Europe/Berlin"), by);
                    assertRows(one.charts().series(query), other.charts().series(query));
                    if (!by.isEmpty()) {
                        assertRows(one.charts().top(query, 3), other.charts().top(query, 3));
                    }
                }
            }
        }
    }

    private static void assertRows(List<ChartRow> expected, List<ChartRow> rows) {
        assertThat(expected).isNotEmpty();
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(counts(rows.get(i))).isEqualTo(counts(expected.get(i)));
            Duration p99 = Objects.requireNonNull(rows.get(i).latency()).p99();
            Duration raw = Objects.requireNonNull(expected.get(i).latency()).p99();
            assertThat(Math.abs(p99.toMillis() - raw.toMillis())).isLessThan(60);
        }
    }

    private static List<Object> counts(ChartRow row) {
        return List.of(
                row.from(),
                row.to(),
                row.group(),
                row.calls(),
                row.billable(),
                row.clientErrors(),
                row.serverErrors(),
                row.requestBytes(),
                row.responseBytes(),
                row.consumers());
    }

    private static long calls(UsageReader reader, UsageQuery query) {
        return reader.charts().series(query).stream().mapToLong(ChartRow::calls).sum();
    }

    private static UsageQuery query(UsageFilter filter, Period period, Window window, String zone) {
        return new UsageQuery(
                TENANT,
                filter,
                Meter.REQUESTS,
                window == Window.HOUR ? new Period(FROM, FROM.plus(Duration.ofDays(2))) : period,
                window,
                zone.equals("UTC") ? UTC : ZoneId.of(zone),
                List.of());
    }

    private static void fill(ClickHouseSettings settings, int first, int count) throws Exception {
        fill(settings, new Period(FROM, TO), first, count);
    }

    private static void fill(ClickHouseSettings settings, Period period, int first, int count) throws Exception {
        new ClickHouseMigrations(settings).migrate();
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute(
                    FILL,
                    Map.of(
                            "from", String.valueOf(period.from().getEpochSecond() * 1_000_000),
                            "span",
                                    String.valueOf(Duration.between(period.from(), period.to())
                                                    .toMillis()
                                            * 1_000),
                            "first", String.valueOf(first),
                            "count", String.valueOf(count)));
        }
    }

    private static long number(ClickHouseSettings settings, String statement) throws Exception {
        try (ClickHouse client = new ClickHouse(settings)) {
            return client.rows(statement, Map.of()).getFirst().get(0).asLong();
        }
    }
}
