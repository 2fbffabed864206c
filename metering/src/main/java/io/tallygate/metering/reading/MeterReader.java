package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.meter.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Quantities of meters, computed from unique calls and events when they are asked for: no roll-up is read here. Of
/// [UsageReader#meters].
public final class MeterReader {
    /// Subscriptions of one answer to [#quantities]. The last one of a full answer says where the next begins.
    private static final int SUBSCRIPTIONS = 50_000;

    /// Subscriptions that are asked for by name in one question.
    public static final int MOST_AMONG = 1_000;

    private static final String NONE = "00000000-0000-0000-0000-000000000000";

    private final ClickHouse clickHouse;
    private final ReadingBudget budget;

    MeterReader(ClickHouse clickHouse, ReadingBudget budget) {
        this.clickHouse = clickHouse;
        this.budget = budget;
    }

    /// For charts and answers to a tenant: at most [UsageReader#MAX_POINTS] rows, by time, then by group; windows and
    /// groups without usage have no row, but of a weighted sum.
    public List<MeterRow> read(MeterQuery query) {
        budget.admit(query.tenant());
        MeterStatement statement = new MeterStatement(query);
        try {
            ClickHouse.Answer answer = clickHouse.question(statement.text(), statement.values());
            budget.spent(query.tenant(), answer.processorTime());
            return statement.rows(answer.rows());
        } catch (ClickHouseFailure e) {
            throw UsageQueryInvalid.orAway(e);
        }
    }

    /// For money: one number, outside of any budget.
    /// @param query  of one window and without grouping
    public BigDecimal quantity(MeterQuery query) {
        if (query.window() != Window.NONE || !query.groupBy().isEmpty()) {
            throw new IllegalArgumentException("a quantity is one number");
        }
        MeterStatement statement = new MeterStatement(query);
        return statement
                .rows(rows(statement.text(), statement.values()))
                .getFirst()
                .value();
    }

    /// For closing a period: the quantity of every subscription that has any, in the order of their ids. Units that
    /// stay are asked for one by one.
    /// @param query  of one window, without grouping, of all subscriptions of the tenant
    public Map<SubscriptionId, BigDecimal> quantities(MeterQuery query) {
        if (query.window() != Window.NONE || !query.groupBy().isEmpty() || query.lasting() != null) {
            throw new IllegalArgumentException("quantities are one number a subscription");
        }
        Map<SubscriptionId, BigDecimal> quantities = new LinkedHashMap<>();
        String after = NONE;
        while (true) {
            MeterStatement statement = MeterStatement.bySubscription(query, after, SUBSCRIPTIONS);
            List<JsonNode> answer = rows(statement.text(), statement.values());
            statement.bySubscription(answer, quantities);
            if (answer.size() < SUBSCRIPTIONS) {
                return quantities;
            }
            after = answer.getLast().get(1).asText();
        }
    }

    /// As [#quantities(MeterQuery)], of some of the tenant's subscriptions.
    /// @param among  at most [#MOST_AMONG]; those without usage are not in the answer
    public Map<SubscriptionId, BigDecimal> quantities(MeterQuery query, Collection<SubscriptionId> among) {
        if (among.size() > MOST_AMONG) {
            throw new IllegalArgumentException("at most " + MOST_AMONG + " subscriptions at once: " + among.size());
        }
        if (query.window() != Window.NONE || !query.groupBy().isEmpty() || query.lasting() != null) {
            throw new IllegalArgumentException("quantities are one number a subscription");
        }
        Map<SubscriptionId, BigDecimal> quantities = new LinkedHashMap<>();
        if (!among.isEmpty()) {
            MeterStatement statement = MeterStatement.bySubscription(
                    query,
                    NONE,
                    MOST_AMONG,
                    among.stream().map(SubscriptionId::value).toList());
            statement.bySubscription(rows(statement.text(), statement.values()), quantities);
        }
        return quantities;
    }

    /// A moment such that what was stored at or before it is the same whenever it is read: now, or the begin of the
    /// oldest insert that is under way. A rating run asks for it once, reads everything as of it
    /// ([MeterQuery.Stored#upTo]) and notes it.
    public Instant cutOff() {
        JsonNode row = rows(
                        "SELECT toUnixTimestamp64Micro(now64(6)) - toInt64(1000000 * maxIf(elapsed, query_kind ="
                                + " 'Insert')) - 1000 FROM " + clickHouse.everywhere("system.processes"),
                        Map.of())
                .getFirst();
        return Instant.EPOCH.plus(row.get(0).asLong(), ChronoUnit.MICROS);
    }

    private List<JsonNode> rows(String statement, Map<String, String> values) {
        try {
            return clickHouse.rows(statement, values);
        } catch (ClickHouseFailure e) {
            throw new UsageUnavailable("usage cannot be read now", e);
        }
    }
}
