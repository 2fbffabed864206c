package io.tallygate.metering.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads every call of a tenant, in the order of the store, and deletes them. All methods throw [UsageUnavailable] when
/// the store does not do what it is asked; each may be repeated.
public final class UsageArchive implements AutoCloseable {
    /// Calls of one page; some 10 MB of text.
    public static final int PAGE = 10_000;

    private static final Duration LONGEST_FILE = Duration.ofMinutes(30);
    private static final byte[] PARQUET_ENDS_WITH = {'P', 'A', 'R', '1'};

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> COLUMNS = List.of(
            "subscription",
            "ended_at",
            "id",
            "environment",
            "consumer",
            "application",
            "credential",
            "product",
            "plan_version",
            "api",
            "api_version",
            "route",
            "operation",
            "method",
            "status",
            "outcome",
            "billable",
            "started_at",
            "latency_micros",
            "upstream_micros",
            "request_bytes",
            "response_bytes",
            "gateway_group",
            "instance",
            "configuration_revision",
            "region",
            "trace",
            "caller",
            "units",
            "attributes",
            "stored_at");

    private static final List<String> TABLES = List.of(
            "usage_event",
            "metered_event",
            "dead_letter",
            "usage_minute",
            "usage_hour",
            "usage_hour_total",
            "usage_day",
            "usage_report");

    private final ClickHouse clickHouse;

    public UsageArchive(ClickHouseSettings settings) {
        this.clickHouse = new ClickHouse(settings);
    }

    /// Where a page ended.
    public record Place(String subscription, String endedAt, String id) {}

    /// @param calls  JSON objects, one a call
    /// @param last   of them; null when there is none
    public record Page(List<String> calls, @Nullable Place last) {}

    /// @param after  of the page before; null for the first. Fewer than [#PAGE] calls are the last page.
    public Page page(TenantId tenant, @Nullable Place after) {
        Map<String, String> values = new HashMap<>(Map.of("tenant", tenant.toString()));
        String from = "";
        if (after != null) {
            from = " AND (subscription, ended_at, id) > ({subscription:UUID}, toDateTime64({endedAt:String}, 6, 'UTC'),"
                    + " {id:UUID})";
            values.put("subscription", after.subscription());
            values.put("endedAt", after.endedAt());
            values.put("id", after.id());
        }
        List<JsonNode> rows = rows(
                "SELECT " + String.join(", ", COLUMNS) + " FROM usage_event FINAL WHERE tenant = {tenant:UUID}" + from
                        + " ORDER BY subscription, ended_at, id LIMIT " + PAGE
                        + " SETTINGS do_not_merge_across_partitions_select_final = 1",
                values);
        JsonNode last = rows.isEmpty() ? null : rows.getLast();
        return new Page(
                rows.stream().map(UsageArchive::object).toList(),
                last == null
                        ? null
                        : new Place(
                                last.get(0).asText(),
                                last.get(1).asText(),
                                last.get(2).asText()));
    }

    private static String object(JsonNode row) {
        ObjectNode object = JSON.createObjectNode();
        for (int column = 0; column < COLUMNS.size(); column++) {
            object.set(COLUMNS.get(column), row.get(column));
        }
        return object.toString();
    }

    /// A month of a tenant's calls (UTC, by their end), each once, as one Parquet file: the columns are those of the
    /// store. ClickHouse writes it, and nothing of it is kept here.
    /// @param out  not closed
    /// @return     bytes written; the file is whole when this returns
    /// @throws IOException  of `out`
    public long parquet(TenantId tenant, YearMonth month, OutputStream out) throws IOException {
        try {
            return clickHouse.stream(
                    "SELECT tenant, " + String.join(", ", COLUMNS) + " FROM usage_event FINAL WHERE tenant ="
                            + " {tenant:UUID} AND ended_at >= toDateTime64({from:String}, 6, 'UTC') AND ended_at <"
                            + " toDateTime64({to:String}, 6, 'UTC') ORDER BY subscription, ended_at, id FORMAT Parquet"
                            + " SETTINGS do_not_merge_across_partitions_select_final = 1,"
                            + " optimize_read_in_order = 1, output_format_parquet_row_group_size = 100000",
                    Map.of(
                            "tenant", tenant.toString(),
                            "from", month.atDay(1) + " 00:00:00",
                            "to", month.plusMonths(1).atDay(1) + " 00:00:00"),
                    LONGEST_FILE,
                    PARQUET_ENDS_WITH,
                    out);
        } catch (ClickHouseFailure failed) {
            throw new UsageUnavailable("usage cannot be read now", failed);
        }
    }

    /// Rows as they lie in the store; a call may lie there twice until the store has merged them.
    public long count(TenantId tenant) {
        return rows("SELECT count() FROM usage_event WHERE tenant = {tenant:UUID}", Map.of("tenant", tenant.toString()))
                .getFirst()
                .get(0)
                .asLong();
    }

    /// Whether nothing of the tenant lies in the store: no call, no event, nothing made of them.
    public boolean isEmpty(TenantId tenant) {
        return TABLES.stream().allMatch(table -> isEmpty(tenant, table));
    }

    private boolean isEmpty(TenantId tenant, String table) {
        return rows(
                        "SELECT 1 FROM " + table + " WHERE tenant = {tenant:UUID} LIMIT 1",
                        Map.of("tenant", tenant.toString()))
                .isEmpty();
    }

    /// Deletes all that is the tenant's: calls, events, dead letters, roll-ups. When this returns, nothing is left on
    /// any replica.
    public void erase(TenantId tenant) {
        for (String table : TABLES) {
            if (!isEmpty(tenant, table)) {
                erase(tenant, table);
            }
        }
    }

    private void erase(TenantId tenant, String table) {
        try {
            clickHouse.execute(
                    "ALTER TABLE " + clickHouse.alterable(table)
                            + " DELETE WHERE tenant = {tenant:UUID} SETTINGS mutations_sync = 2",
                    Map.of("tenant", tenant.toString()));
        } catch (ClickHouseFailure failed) {
            throw new UsageUnavailable("usage cannot be erased now", failed);
        }
    }

    private List<JsonNode> rows(String statement, Map<String, String> values) {
        try {
            return clickHouse.rows(statement, values);
        } catch (ClickHouseFailure failed) {
            throw new UsageUnavailable("usage cannot be read now", failed);
        }
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
