package io.tallygate.metering.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.clickhouse.ClickHouseUsageStore;
import io.tallygate.metering.clickhouse.RunningClickHouse;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.recording.Blocks;
import io.tallygate.metering.recording.Drafts;
import io.tallygate.metering.recording.UsageDraft;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What journals held is told beside each block, and set against what the store holds.
class ReconciliationTest {
    private static final Instant HOUR = Instant.parse("2026-11-01T10:00:00Z");
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final Period DAY = new Period(HOUR.minusSeconds(36_000), HOUR.plusSeconds(36_000));

    @Test
    void every_hour_of_an_instance_is_compared_and_differences_have_names(@TempDir Path directory) throws Exception {
        try (RunningClickHouse clickHouse = RunningClickHouse.start(directory)) {
            ClickHouseSettings settings = clickHouse.newDatabase();
            try (ClickHouseUsageStore store = new ClickHouseUsageStore(settings);
                    ClickHouse client = new ClickHouse(settings);
                    Reconciliation reconciliation = new Reconciliation(settings)) {
                List<UsageDraft> calls = new ArrayList<>();
                for (int call = 0; call < 30; call++) {
                    UsageDraft draft = new UsageDraft();
                    Drafts.fill(draft, 2, HOUR.toEpochMilli() * 1_000 + call * 240_000_000L); // 15 an hour
                    draft.idHigh = 1;
                    draft.idLow = call;
                    calls.add(draft);
                }
                store.store(Blocks.of("a", calls));
                store.store(Blocks.of("a", calls)); // the acknowledgement was lost
                assertThat(reconciliation.compare(TENANT, DAY))
                        .containsExactly(
                                new HourCount(HOUR, "0123456789ab", 15L, 15),
                                new HourCount(HOUR.plusSeconds(3_600), "0123456789ab", 15L, 15))
                        .allMatch(hour -> hour.difference().equals("equal"));
                assertThat(reconciliation.compare(new TenantId(new UUID(0, 2)), DAY))
                        .isEmpty();

                client.execute(
                        "ALTER TABLE usage_event DELETE WHERE id = toUUID('00000000-0000-0001-0000-000000000003')"
                                + " SETTINGS mutations_sync = 2",
                        Map.of());
                client.execute(
                        "INSERT INTO usage_event (id, tenant, ended_at, instance) SELECT generateUUIDv4(number),"
                            + " toUUID('00000000-0000-0000-0000-000000000001'), toDateTime64('2026-11-01 11:30:00', 6,"
                            + " 'UTC'), ['0123456789ab', 'nobody'][number + 1] FROM numbers(2)",
                        Map.of());
                assertThat(reconciliation.compare(TENANT, DAY))
                        .extracting(HourCount::difference)
                        .containsExactly("missing-in-store", "unknown-to-journals", "not-reported");
            }
        }
    }
}
