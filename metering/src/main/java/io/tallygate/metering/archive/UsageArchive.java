package io.tallygate.metering.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.metering.reading.UsageUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads every call of a tenant, in the order of the store, and deletes them. All methods throw [UsageUnavailable] when
/// the store does not do what it is asked; each may be repeated.
public final class UsageArchive implements AutoCloseable {
    /// Calls of one page; some 10 MB of text.
    public static final int PAGE = 10_000;

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
            "configuration_revision");

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

    /// Rows as they lie in the store; a call may lie there twice until the store has merged them.
    public long count(TenantId tenant) {
        return rows("SELECT count() FROM usage_event WHERE tenant = {tenant:UUID}", Map.of("tenant", tenant.toString()))
                .getFirst()
                .get(0)
                .asLong();
    }

    /// Deletes every call of the tenant. When this returns, none is left on any replica.
    public void erase(TenantId tenant) {
        try {
            clickHouse.execute(
                    "ALTER TABLE usage_event DELETE WHERE tenant = {tenant:UUID} SETTINGS mutations_sync = 2",
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
