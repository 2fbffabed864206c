package io.tallygate.metering.reconciliation;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Compares journals and store, hour by hour and instance by instance. All methods throw [UsageUnavailable] when the
/// store cannot be asked. Safe for use by several threads.
public final class Reconciliation implements AutoCloseable {
    /// Hours and instances of one comparison.
    public static final int MOST = 100_000;

    private static final String COUNTS = """
        SELECT hour, instance, sum(told), sum(journals), sum(stored) FROM (
            SELECT toUnixTimestamp(hour) AS hour, instance, 1 AS told, calls AS journals, 0 AS stored
            FROM usage_report FINAL
            WHERE tenant = {tenant:UUID} AND hour >= toDateTime({from:UInt32}) AND hour < toDateTime({to:UInt32})
            UNION ALL
            SELECT toUnixTimestamp(toStartOfHour(ended_at)) AS hour, instance, 0 AS told, 0 AS journals, count() AS stored
            FROM usage_event FINAL
            WHERE tenant = {tenant:UUID} AND ended_at >= toDateTime64({from:UInt32}, 6, 'UTC')
                AND ended_at < toDateTime64({to:UInt32}, 6, 'UTC')
            GROUP BY hour, instance
        ) GROUP BY hour, instance ORDER BY hour, instance LIMIT 100001
        SETTINGS do_not_merge_across_partitions_select_final = 1\
        """;

    private final ClickHouse clickHouse;

    public Reconciliation(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings);
    }

    /// @param period  of whole hours
    public List<HourCount> compare(TenantId tenant, Period period) {
        try {
            List<HourCount> counts = clickHouse
                    .rows(
                            COUNTS,
                            Map.of(
                                    "tenant", tenant.toString(),
                                    "from", String.valueOf(period.from().getEpochSecond()),
                                    "to", String.valueOf(period.to().getEpochSecond())))
                    .stream()
                    .map(Reconciliation::count)
                    .toList();
            if (counts.size() > MOST) {
                throw new UsageUnavailable(
                        "more hours and instances than one comparison takes",
                        new IllegalStateException(period.toString()));
            }
            return counts;
        } catch (ClickHouseFailure away) {
            throw new UsageUnavailable("usage cannot be read now", away);
        }
    }

    private static HourCount count(JsonNode row) {
        return new HourCount(
                Instant.ofEpochSecond(row.get(0).asLong()),
                row.get(1).asText(),
                row.get(2).asLong() == 0 ? null : row.get(3).asLong(),
                row.get(4).asLong());
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
