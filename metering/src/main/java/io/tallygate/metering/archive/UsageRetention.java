package io.tallygate.metering.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Deletes what a tenant no longer keeps: its calls, events, dead letters and what was made of them, by whole days
/// (UTC). Whoever holds the task calls [#apply] once a day; it may be repeated, and ended at any moment. A month in
/// which nobody keeps anything is dropped; of another the rows are rewritten, once for all tenants.
public final class UsageRetention implements AutoCloseable {
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);

    /// Tables, and when a row of them was. Those without a month are one part of ever.
    private enum Kept {
        CALLS("usage_event", "ended_at"),
        EVENTS("metered_event", "occurred_at"),
        DEAD_LETTERS("dead_letter", "received_at"),
        MINUTES("usage_minute", "bucket"),
        HOURS("usage_hour", "bucket"),
        TOTALS("usage_hour_total", "bucket"),
        DAYS("usage_day", "bucket");

        private final String table;
        private final String time;

        Kept(String table, String time) {
            this.table = table;
            this.time = time;
        }
    }

    /// What was deleted.
    /// @param rows    as they lay in the store, copies included
    /// @param months  parts of tables that were dropped whole
    public record Report(long rows, int months) {}

    private final ClickHouse clickHouse;

    public UsageRetention(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings.patient(LONGEST_STATEMENT));
    }

    /// @param days  how many a tenant keeps, today not counted; a tenant that is not named keeps all
    /// @throws UsageUnavailable  the store does not do it now; what was deleted stays deleted
    public Report apply(Map<TenantId, Integer> days, Instant now) {
        if (days.isEmpty()) {
            return new Report(0, 0);
        }
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        List<String> tenants = new ArrayList<>();
        List<String> bounds = new ArrayList<>();
        days.forEach((tenant, kept) -> {
            tenants.add("'" + tenant + "'");
            bounds.add(String.valueOf(today.minus(Duration.ofDays(kept)).getEpochSecond()));
        });
        Map<String, String> values = Map.of("tenants", tenants.toString(), "bounds", bounds.toString());
        long rows = 0;
        int months = 0;
        try {
            for (Kept kept : Kept.values()) {
                for (Gone gone : gone(kept, values)) {
                    rows += gone.rows();
                    months += gone.all() ? 1 : 0;
                    delete(kept, gone, values);
                }
            }
        } catch (ClickHouseFailure failed) {
            throw new UsageUnavailable("usage cannot be deleted now", failed);
        }
        return new Report(rows, months);
    }

    /// @param partition  ClickHouse's name of it
    private record Gone(String partition, long rows, boolean all) {}

    /// Every tenant's bound as a column: far in the past for a tenant that keeps all.
    private static String isGone(Kept kept) {
        return "toUnixTimestamp(" + kept.time
                + ") < transform(tenant, {tenants:Array(UUID)}, {bounds:Array(Int64)}, toInt64(-1))";
    }

    private List<Gone> gone(Kept kept, Map<String, String> values) throws ClickHouseFailure {
        List<Gone> gone = new ArrayList<>();
        for (JsonNode row : clickHouse.rows(
                "SELECT _partition_id, countIf(" + isGone(kept) + ") AS gone, gone = count() FROM " + kept.table
                        + " GROUP BY 1 HAVING gone > 0 ORDER BY 1",
                values)) {
            gone.add(new Gone(
                    row.get(0).asText(), row.get(1).asLong(), row.get(2).asInt() == 1));
        }
        return gone;
    }

    private void delete(Kept kept, Gone gone, Map<String, String> values) throws ClickHouseFailure {
        String table = clickHouse.alterable(kept.table);
        if (gone.all() && kept != Kept.EVENTS) {
            clickHouse.execute(
                    "ALTER TABLE " + table + " DROP PARTITION ID '" + whole(gone.partition()) + "'", Map.of());
        } else {
            clickHouse.execute(
                    "ALTER TABLE " + table + " DELETE IN PARTITION ID '" + whole(gone.partition()) + "' WHERE "
                            + isGone(kept) + " SETTINGS mutations_sync = 2",
                    values);
        }
    }

    /// Of ClickHouse's own making, yet nothing is put into a statement that was not looked at.
    private static String whole(String partition) {
        if (!partition.matches("[0-9a-z]{1,32}")) {
            throw new IllegalStateException("no partition is called " + partition);
        }
        return partition;
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
