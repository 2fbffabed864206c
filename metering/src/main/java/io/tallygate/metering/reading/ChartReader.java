package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Charts: counts, errors, bytes, latencies and consumers over time, and the groups of the highest counts. Read from
/// the roll-ups where they are right ([ChartStatement]). Of [UsageReader#charts]. Never for money.
public final class ChartReader {
    /// Most groups of [#top].
    public static final int MOST_GROUPS = 100;

    private final ClickHouse clickHouse;
    private final ReadingBudget budget;

    ChartReader(ClickHouse clickHouse, ReadingBudget budget) {
        this.clickHouse = clickHouse;
        this.budget = budget;
    }

    /// By time, then by group; windows and groups without calls have no row.
    public List<ChartRow> series(UsageQuery query) {
        budget.admit(query.tenant());
        return rows(query, new ChartStatement(query, rolledUpTo()));
    }

    /// The number of calls over time; windows without calls are there, and groups that have calls in any window.
    public UsageSeries calls(UsageQuery query) {
        Map<Map<Dimension, String>, Map<Instant, BigDecimal>> byGroup = new LinkedHashMap<>();
        if (query.groupBy().isEmpty()) {
            byGroup.put(Map.of(), new HashMap<>());
        }
        for (ChartRow row : series(query)) {
            byGroup.computeIfAbsent(row.group(), _ -> new HashMap<>()).put(row.from(), BigDecimal.valueOf(row.calls()));
        }
        return SeriesStatement.filled(query, Windows.of(query.period(), query.window(), query.zone()), byGroup);
    }

    /// Window and grouping of the query do not matter.
    public UsageTotals totals(UsageQuery query) {
        return series(query.whole()).stream()
                .findFirst()
                .map(row -> new UsageTotals(
                        row.calls(),
                        row.billable(),
                        row.clientErrors(),
                        row.serverErrors(),
                        row.requestBytes(),
                        row.responseBytes(),
                        row.latency()))
                .orElse(new UsageTotals(0, 0, 0, 0, 0, 0, null));
    }

    /// The groups of the highest counts over the whole period, the highest first.
    /// @param query  grouped; its window does not matter
    /// @param most   1 to [#MOST_GROUPS]
    public List<ChartRow> top(UsageQuery query, int most) {
        if (most < 1 || most > MOST_GROUPS || query.groupBy().isEmpty()) {
            throw new UsageQueryInvalid("top", "1 to " + MOST_GROUPS + " groups of at least one dimension");
        }
        budget.admit(query.tenant());
        UsageQuery whole = query.over(Window.NONE, query.groupBy());
        return rows(whole, new ChartStatement(whole, rolledUpTo(), most));
    }

    private List<ChartRow> rows(UsageQuery query, ChartStatement statement) {
        return statement.rows(answered(query.tenant(), statement.text(), statement.values()));
    }

    private @Nullable Instant rolledUpTo() {
        try {
            JsonNode row = clickHouse
                    .rows("SELECT count(), toUnixTimestamp64Micro(max(up_to)) FROM usage_rolled", Map.of())
                    .getFirst();
            return row.get(0).asLong() == 0
                    ? null
                    : Instant.EPOCH.plus(row.get(1).asLong(), ChronoUnit.MICROS);
        } catch (ClickHouseFailure e) {
            throw new UsageUnavailable("usage cannot be read now", e);
        }
    }

    private List<JsonNode> answered(TenantId tenant, String statement, Map<String, String> values) {
        try {
            ClickHouse.Answer answer = clickHouse.question(statement, values);
            budget.spent(tenant, answer.processorTime());
            return answer.rows();
        } catch (ClickHouseFailure e) {
            throw new UsageUnavailable("usage cannot be read now", e);
        }
    }
}
