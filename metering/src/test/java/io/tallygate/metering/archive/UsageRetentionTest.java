package io.tallygate.metering.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseMigrations;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a tenant does not keep is gone, what anybody keeps is there; a month leaves as one Parquet file.
class UsageRetentionTest {
    private static final TenantId ONE = new TenantId(new UUID(0, 1));
    private static final TenantId OTHER = new TenantId(new UUID(0, 2));
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

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
    void each_tenant_keeps_its_own_days_and_who_says_nothing_keeps_all() throws Exception {
        ClickHouseSettings settings = filled();
        try (UsageRetention retention = new UsageRetention(settings)) {
            assertThat(retention.apply(Map.of(), NOW)).isEqualTo(new UsageRetention.Report(0, 0));
            UsageRetention.Report report = retention.apply(Map.of(ONE, 30), NOW);
            System.out.println("deleted: " + report);
            for (String table : new String[] {"usage_event", "metered_event", "dead_letter"}) {
                String time = table.equals("usage_event")
                        ? "ended_at"
                        : table.equals("metered_event") ? "occurred_at" : "received_at";
                assertThat(number(settings, table, ONE, time + " < '2026-10-31'"))
                        .as(table)
                        .isZero();
                assertThat(number(settings, table, ONE, time + " >= '2026-10-31'"))
                        .as(table)
                        .isEqualTo(31);
                assertThat(number(settings, table, OTHER, "1")).as(table).isEqualTo(91);
            }
            assertThat(retention.apply(Map.of(ONE, 30), NOW).rows()).isZero();
            assertThat(retention.apply(Map.of(ONE, 30, OTHER, 29), NOW).months())
                    .isPositive();
            assertThat(number(settings, "usage_event", OTHER, "1")).isEqualTo(30);
            assertThat(number(settings, "usage_event", ONE, "1")).isEqualTo(31);
        }
    }

    @Test
    void a_month_leaves_as_one_parquet_file_with_every_call_once() throws Exception {
        ClickHouseSettings settings = filled();
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute("INSERT INTO usage_event SELECT * FROM usage_event", Map.of());
        }
        Path file = directory.resolve("october.parquet");
        try (UsageArchive archive = new UsageArchive(settings)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                assertThat(archive.parquet(ONE, YearMonth.of(2026, 10), out)).isEqualTo(Files.size(file));
            }
            assertThat(number(settings, "file('" + file + "', Parquet)", ONE, "1"))
                    .isEqualTo(31);
            assertThat(number(settings, "file('" + file + "', Parquet)", ONE, "ended_at < '2026-10-01'"))
                    .isZero();
            ByteArrayOutputStream nothing = new ByteArrayOutputStream();
            archive.parquet(ONE, YearMonth.of(2020, 1), nothing);
            assertThat(nothing.size()).as("a file without rows is a file").isPositive();
            assertThatThrownBy(() -> archive.parquet(ONE, YearMonth.of(2026, 10), new OutputStream() {
                        @Override
                        public void write(int octet) throws IOException {
                            throw new IOException("disk full");
                        }
                    }))
                    .hasMessage("disk full");
        }
    }

    /// A call, an event and a dead letter a day of each tenant, from 1 September to 30 November.
    private static ClickHouseSettings filled() throws Exception {
        ClickHouseSettings settings = clickHouse.newDatabase();
        new ClickHouseMigrations(settings).migrate();
        String from = " SELECT generateUUIDv4(), toUUID(concat('00000000-0000-0000-0000-00000000000',"
                + " toString(1 + number % 2))), toDateTime64('2026-09-01 01:00:00', 6, 'UTC')"
                + " + toIntervalDay(intDiv(number, 2)) FROM numbers(182)";
        try (ClickHouse client = new ClickHouse(settings)) {
            client.execute("INSERT INTO usage_event (id, tenant, ended_at)" + from, Map.of());
            client.execute("INSERT INTO metered_event (key, tenant, occurred_at)" + from, Map.of());
            client.execute("INSERT INTO dead_letter (id, tenant, received_at)" + from, Map.of());
        }
        return settings;
    }

    private static long number(ClickHouseSettings settings, String table, TenantId tenant, String condition)
            throws Exception {
        try (ClickHouse client = new ClickHouse(settings)) {
            return client.rows(
                            "SELECT count() FROM " + table + " WHERE toString(tenant) = {tenant:String} AND "
                                    + condition,
                            Map.of("tenant", tenant.toString()))
                    .getFirst()
                    .get(0)
                    .asLong();
        }
    }
}
