package io.tallygate.metering.clickhouse;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the rows of `usage_event` in its first form into one of the second, while gateways store and readers read.
///
/// The rows are copied, month by month, then the tables change names, then what arrived meanwhile is copied. Several
/// processes may do this beside each other, and each may die anywhere: every round looks at what is there and does
/// the next thing, copying twice counts once (rows have ids), and names are changed by RENAME, which fails when the
/// new name is taken, where EXCHANGE would change them back. The table of before stays, empty, so that its name stays
/// taken. For the moment between two names a reader hears that usage cannot be read now, never less than there is;
/// what arrived during the copy is missing until it is copied too.
final class UsageEventMove {
    static final String BEFORE = "usage_event_1";
    static final String NEXT = "usage_event_2";

    private static final Logger LOG = LoggerFactory.getLogger(UsageEventMove.class);
    private static final int ROUNDS = 100;
    private static final Duration INSERTS_END_WITHIN = Duration.ofSeconds(90);
    private static final String COLUMNS = "id, tenant, environment, subscription, consumer, application, credential,"
            + " product, plan_version, api, api_version, route, operation, method, status, outcome, billable,"
            + " started_at, ended_at, latency_micros, upstream_micros, request_bytes, response_bytes, gateway_group,"
            + " instance, configuration_revision";
    private static final String SETTINGS = " SETTINGS do_not_merge_across_partitions_select_final = 1,"
            + " insert_deduplicate = 0, max_partitions_per_insert_block = 0";
    private static final String FORMS = "SELECT table, countIf(name = 'precedence') FROM system.columns"
            + " WHERE database = currentDatabase() AND table LIKE 'usage_event%' GROUP BY table";
    private static final String INSERTS =
            "SELECT count() FROM system.processes WHERE query_kind = 'Insert' AND elapsed > {since:Float64}";

    private final ClickHouse clickHouse;
    private final List<String> createNext;

    /// @param createNext  statements that make [#NEXT], when it is not there
    UsageEventMove(ClickHouse clickHouse, List<String> createNext) {
        this.clickHouse = clickHouse;
        this.createNext = createNext;
    }

    void run() throws ClickHouseFailure {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                if (step()) {
                    return;
                }
            } catch (ClickHouseFailure another) {
                if (another.code() != 57 && another.code() != 60) { // a table is there already, or no longer
                    throw another;
                }
            }
        }
        throw new ClickHouseFailure.Unavailable("usage_event does not come to its new form; try again");
    }

    /// @return true when nothing is left to do
    private boolean step() throws ClickHouseFailure {
        Map<String, Boolean> tables = new HashMap<>();
        for (JsonNode row : clickHouse.rows(FORMS, Map.of())) {
            tables.put(row.get(0).asText(), row.get(1).asInt() > 0);
        }
        Boolean isNew = tables.get("usage_event");
        if (isNew == null) {
            create();
            clickHouse.execute("RENAME TABLE " + NEXT + " TO usage_event", Map.of());
            return false;
        }
        if (!isNew) {
            create();
            for (String month : months("usage_event")) {
                copy("usage_event", NEXT, month);
            }
            clickHouse.execute("RENAME TABLE usage_event TO " + BEFORE, Map.of());
            return false;
        }
        return !tables.containsKey(BEFORE) || rest(tables.containsKey(NEXT));
    }

    private void create() throws ClickHouseFailure {
        for (String statement : createNext) {
            clickHouse.execute(statement, Map.of());
        }
    }

    private boolean rest(boolean nextIsThere) throws ClickHouseFailure {
        List<String> months = months(BEFORE);
        if (!months.isEmpty()) {
            awaitInserts(); // one that found the table by its old name may not have ended
            for (String month : months(BEFORE)) {
                String before = count(BEFORE, month, "");
                if (!before.equals(count("usage_event", month, " AND stored_at = toDateTime64(0, 6, 'UTC')"))) {
                    copy(BEFORE, "usage_event", month);
                    return false; // look again whether all are there
                }
                LOG.info("{} calls of {} are in the new usage_event", before, month);
            }
            clickHouse.execute("TRUNCATE TABLE " + BEFORE, Map.of());
        }
        if (nextIsThere) { // made by a process that was late
            clickHouse.execute("DROP TABLE IF EXISTS " + NEXT, Map.of());
        }
        return true;
    }

    private void awaitInserts() throws ClickHouseFailure {
        long began = System.nanoTime();
        while (true) {
            double since = (System.nanoTime() - began) / 1e9;
            List<JsonNode> running = clickHouse.rows(INSERTS, Map.of("since", String.valueOf(since)));
            if (running.getFirst().get(0).asLong() == 0) {
                return;
            }
            if (since > INSERTS_END_WITHIN.toSeconds()) {
                throw new ClickHouseFailure.Unavailable("an insert into the old usage_event does not end");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClickHouseFailure.Unavailable("interrupted", e);
            }
        }
    }

    private List<String> months(String table) throws ClickHouseFailure {
        List<String> months = new ArrayList<>();
        for (JsonNode row : clickHouse.rows("SELECT DISTINCT _partition_id FROM " + table + " ORDER BY 1", Map.of())) {
            months.add(row.get(0).asText());
        }
        return months;
    }

    private void copy(String from, String to, String month) throws ClickHouseFailure {
        clickHouse.execute(
                "INSERT INTO " + to + " (" + COLUMNS + ", stored_at) SELECT " + COLUMNS
                        + ", toDateTime64(0, 6, 'UTC') FROM " + from + " FINAL WHERE _partition_id = {month:String}"
                        + SETTINGS,
                Map.of("month", month));
    }

    private String count(String table, String month, String condition) throws ClickHouseFailure {
        return clickHouse
                .rows(
                        "SELECT count() FROM " + table + " FINAL WHERE _partition_id = {month:String}" + condition
                                + SETTINGS,
                        Map.of("month", month))
                .getFirst()
                .get(0)
                .asText();
    }
}
