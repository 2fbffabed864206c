package io.tallygate.metering.rollup;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.reading.UsageReader;
import io.tallygate.metering.reading.UsageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Keeps the roll-ups. Whoever holds the task calls [#refresh] every minute; it may be called by several at once and
/// ended at any moment, and the next call does the rest. A call counts the hours again into which something was stored
/// since the last one, [#MOST_HOURS] of them at a time, one tenant's month a statement.
public final class UsageRollups implements AutoCloseable {
    /// Hours of tenants that are looked up at a time.
    public static final int MOST_HOURS = 20_000;

    /// Charts by the minute are of the last days; see the table's TTL.
    private static final Duration MINUTES_KEPT = Duration.ofDays(3);

    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(5);
    private static final String DIMENSIONS = "environment, api, operation, status, billable";
    private static final String BOUNDS = " SETTINGS do_not_merge_across_partitions_select_final = 1,"
            + " insert_deduplicate = 0, max_memory_usage = 1500000000, max_bytes_before_external_group_by = 500000000";
    private static final String SUMS = "count(), sum(request_bytes), sum(response_bytes),"
            + " quantilesTDigestState(0.5, 0.95, 0.99)(latency_micros), uniqCombinedState(12)(consumer),"
            + " {generation:UInt64}";
    private static final String COLUMNS = "calls, request_bytes, response_bytes, latency, consumers, generation";

    private static final String CHANGED = """
        SELECT DISTINCT tenant, toUnixTimestamp(toStartOfHour(ended_at)) AS hour FROM usage_event
        WHERE stored_at > fromUnixTimestamp64Micro({after:Int64}, 'UTC')
            AND stored_at <= fromUnixTimestamp64Micro({upTo:Int64}, 'UTC')
            AND (hour, tenant) > ({hour:UInt32}, {tenant:UUID})
        ORDER BY hour, tenant LIMIT {most:UInt32}\
        """;
    private static final String FROM_CALLS = " FROM usage_event FINAL WHERE tenant = {tenant:UUID}"
            + " AND ended_at >= fromUnixTimestamp({first:Int64}) AND ended_at < fromUnixTimestamp({end:Int64})"
            + " AND has({hours:Array(UInt32)}, toUnixTimestamp(toStartOfHour(ended_at)))"
            + " AND stored_at <= fromUnixTimestamp64Micro({generation:Int64}, 'UTC')";
    private static final String HOURS = "INSERT INTO usage_hour (tenant, bucket, " + DIMENSIONS + ", " + COLUMNS
            + ") SELECT tenant, toStartOfHour(ended_at) AS bucket, " + DIMENSIONS + ", " + SUMS + FROM_CALLS
            + " GROUP BY tenant, bucket, " + DIMENSIONS + BOUNDS;
    private static final String MINUTES = "INSERT INTO usage_minute (tenant, bucket, environment, api, status,"
            + " billable, " + COLUMNS
            + ") SELECT tenant, toStartOfMinute(ended_at) AS bucket, environment, api, status,"
            + " billable, " + SUMS + FROM_CALLS + " GROUP BY tenant, bucket, environment, api, status, billable"
            + BOUNDS;
    private static final String TOTALS = "INSERT INTO usage_hour_total (tenant, bucket, environment, api, status,"
            + " billable, " + COLUMNS + ") SELECT tenant, bucket, environment, api, status, billable, sum(calls),"
            + " sum(request_bytes), sum(response_bytes), quantilesTDigestMergeState(0.5, 0.95, 0.99)(latency),"
            + " uniqCombinedMergeState(12)(consumers), {generation:UInt64} FROM usage_hour FINAL"
            + " WHERE tenant = {tenant:UUID} AND bucket >= fromUnixTimestamp({first:Int64})"
            + " AND bucket < fromUnixTimestamp({end:Int64})"
            + " AND has({hours:Array(UInt32)}, toUnixTimestamp(bucket))"
            + " GROUP BY tenant, bucket, environment, api, status, billable" + BOUNDS;
    private static final String DAYS = "INSERT INTO usage_day (tenant, bucket, " + DIMENSIONS + ", " + COLUMNS
            + ") SELECT tenant, toStartOfDay(bucket) AS day, " + DIMENSIONS + ", sum(calls), sum(request_bytes),"
            + " sum(response_bytes), quantilesTDigestMergeState(0.5, 0.95, 0.99)(latency),"
            + " uniqCombinedMergeState(12)(consumers), {generation:UInt64} FROM usage_hour FINAL"
            + " WHERE tenant = {tenant:UUID} AND bucket >= fromUnixTimestamp({first:Int64})"
            + " AND bucket < fromUnixTimestamp({end:Int64})"
            + " AND has({days:Array(UInt32)}, toUnixTimestamp(toStartOfDay(bucket)))"
            + " GROUP BY tenant, day, " + DIMENSIONS + BOUNDS;

    private final ClickHouse clickHouse;
    private final UsageReader reader;

    public UsageRollups(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings.patient(LONGEST_STATEMENT));
        this.reader = new UsageReader(settings);
    }

    /// What a call did.
    /// @param hours  of tenants, counted again
    /// @param upTo   all that was stored until then is in the roll-ups
    public record Report(int hours, Instant upTo) {}

    /// @throws UsageUnavailable  the store does not answer; what was done stays, the next call does the rest
    public Report refresh() {
        try {
            return refresh(micros(reader.meters().cutOff()), MOST_HOURS);
        } catch (ClickHouseFailure failed) {
            throw new UsageUnavailable("roll-ups cannot be made now", failed);
        }
    }

    Report refresh(long cutOff, int most) throws ClickHouseFailure {
        long after = rolledUpTo();
        long upTo = Math.max(after, cutOff);
        int hours = 0;
        List<JsonNode> changed;
        String hour = "0";
        String tenant = "00000000-0000-0000-0000-000000000000";
        do {
            changed = clickHouse.rows(
                    CHANGED,
                    Map.of(
                            "after", String.valueOf(after),
                            "upTo", String.valueOf(upTo),
                            "hour", hour,
                            "tenant", tenant,
                            "most", String.valueOf(most)));
            Map<TenantMonth, List<Long>> byMonth = new LinkedHashMap<>();
            for (JsonNode row : changed) {
                tenant = row.get(0).asText();
                hour = row.get(1).asText();
                byMonth.computeIfAbsent(TenantMonth.of(tenant, Long.parseLong(hour)), _ -> new ArrayList<>())
                        .add(Long.parseLong(hour));
            }
            for (Map.Entry<TenantMonth, List<Long>> month : byMonth.entrySet()) {
                count(month.getKey().tenant(), month.getValue(), upTo);
            }
            hours += changed.size();
        } while (changed.size() == most);
        clickHouse.execute(
                "INSERT INTO usage_rolled (name, up_to) SELECT 'usage', fromUnixTimestamp64Micro({upTo:Int64}, 'UTC')",
                Map.of("upTo", String.valueOf(upTo)));
        return new Report(hours, Instant.EPOCH.plus(upTo, ChronoUnit.MICROS));
    }

    /// What one statement counts: hours of one partition.
    private record TenantMonth(String tenant, YearMonth month) {
        static TenantMonth of(String tenant, long hour) {
            return new TenantMonth(
                    tenant, YearMonth.from(Instant.ofEpochSecond(hour).atOffset(ZoneOffset.UTC)));
        }
    }

    /// Counts hours of one tenant and month again.
    /// @param hours  ascending
    private void count(String tenant, List<Long> hours, long cutOff) throws ClickHouseFailure {
        long first = hours.getFirst();
        long last = hours.getLast();
        Map<String, String> values = new HashMap<>();
        values.put("tenant", tenant);
        values.put("generation", String.valueOf(cutOff));
        values.put("hours", array(hours));
        values.put("first", String.valueOf(first));
        values.put("end", String.valueOf(last + 3600));
        clickHouse.execute(HOURS, values);
        clickHouse.execute(TOTALS, values);
        List<Long> recent = hours.stream()
                .filter(hour -> hour * 1_000_000L > cutOff - MINUTES_KEPT.toMillis() * 1000)
                .toList();
        if (!recent.isEmpty()) {
            Map<String, String> ofRecent = new HashMap<>(values);
            ofRecent.put("hours", array(recent));
            clickHouse.execute(MINUTES, ofRecent);
        }
        List<Long> days = hours.stream()
                .map(hour -> hour - Math.floorMod(hour, 86_400L))
                .distinct()
                .toList();
        values.remove("hours");
        values.put("days", array(days));
        values.put("first", String.valueOf(first - Math.floorMod(first, 86_400L)));
        values.put("end", String.valueOf(last - Math.floorMod(last, 86_400L) + 86_400L));
        clickHouse.execute(DAYS, values);
    }

    private static String array(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /// Before the beginning of time when nothing is rolled up: moved rows have the beginning of time.
    private long rolledUpTo() throws ClickHouseFailure {
        JsonNode row = clickHouse
                .rows("SELECT count(), toUnixTimestamp64Micro(max(up_to)) FROM usage_rolled", Map.of())
                .getFirst();
        return row.get(0).asLong() == 0 ? -1 : row.get(1).asLong();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public void close() {
        reader.close();
        clickHouse.close();
    }
}
