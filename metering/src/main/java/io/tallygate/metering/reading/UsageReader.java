package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.clickhouse.ClickHouse;
import io.tallygate.metering.clickhouse.ClickHouseFailure;
import io.tallygate.metering.clickhouse.ClickHouseSettings;
import io.tallygate.metering.meter.Meter;
import io.tallygate.metering.meter.Period;
import io.tallygate.metering.meter.SubscriptionId;
import io.tallygate.metering.meter.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads usage. Every method computes from unique events when it is asked; all throw [UsageUnavailable] when the
/// store cannot be asked and [UsageQueryInvalid] for what a user asked wrongly. Safe for use by several threads.
public final class UsageReader implements AutoCloseable {
    /// Most dimensions of one query.
    public static final int MAX_DIMENSIONS = 4;

    /// Most points of one series, windows × groups.
    public static final int MAX_POINTS = 10_000;

    /// Most single calls of one page.
    public static final int MAX_REQUESTS = 200;

    private final ClickHouse clickHouse;
    private final ReadingBudget budget;

    public UsageReader(ClickHouseSettings settings) {
        this(settings, ReadingBudget.UNLIMITED);
    }

    /// @param budget  of all questions but those that invoices are made of
    public UsageReader(ClickHouseSettings settings, ReadingBudget budget) {
        this.budget = budget;
        this.clickHouse = new ClickHouse(settings);
    }

    /// Quantities of a tenant's own meters, and the cut-off that a rating run reads at.
    public MeterReader meters() {
        return new MeterReader(clickHouse, budget);
    }

    /// Calls, errors, bytes and latencies over time, also from roll-ups.
    public ChartReader charts() {
        return new ChartReader(clickHouse, budget);
    }

    /// The single calls behind a billed quantity.
    public BilledCalls billedCalls() {
        return new BilledCalls(clickHouse, budget);
    }

    /// The table as an Arrow stream, made by ClickHouse: the same rows that are told in any other form.
    public byte[] arrow(SeriesTable table) {
        try {
            return clickHouse.formatted(table.structure(), table.lines(), "ArrowStream");
        } catch (ClickHouseFailure e) {
            throw new UsageUnavailable("usage cannot be read now", e);
        }
    }

    /// What a plan counts: billable calls only, exact at read time.
    /// @param period  by the calls' end
    /// @return        in the meter's own unit; zero when nothing was used
    public BigDecimal quantity(TenantId tenant, SubscriptionId subscription, Meter meter, Period period) {
        Selection selection = new Selection(
                tenant,
                UsageFilter.everything().withSubscription(subscription.value()).withBillable(true),
                period);
        String value = SeriesStatement.value(meter);
        JsonNode row = one("SELECT " + value + selection.text() + Selection.SETTINGS, selection.values());
        return new BigDecimal(row.get(0).asText());
    }

    /// The meter over time; all calls unless the filter names billable ones only.
    public UsageSeries series(UsageQuery query) {
        SeriesStatement statement = new SeriesStatement(query);
        return statement.series(answered(query.tenant(), statement.text(), statement.values()));
    }

    /// Window and grouping of the query do not matter.
    public UsageTotals totals(UsageQuery query) {
        Selection selection = new Selection(query.tenant(), query.filter(), query.period());
        JsonNode row = answered(
                        query.tenant(),
                        "SELECT count(), countIf(billable), countIf(status BETWEEN 400 AND 499),"
                                + " countIf(status >= 500 OR status = 0), sum(request_bytes), sum(response_bytes),"
                                + " quantilesTDigest(0.5, 0.95, 0.99)(latency_micros)"
                                + selection.text() + Selection.SETTINGS,
                        selection.values())
                .getFirst();
        long calls = row.get(0).asLong();
        return new UsageTotals(
                calls,
                row.get(1).asLong(),
                row.get(2).asLong(),
                row.get(3).asLong(),
                row.get(4).asLong(),
                row.get(5).asLong(),
                calls == 0 ? null : latency(row.get(6)));
    }

    private static UsageTotals.Latency latency(JsonNode micros) {
        return new UsageTotals.Latency(duration(micros.get(0)), duration(micros.get(1)), duration(micros.get(2)));
    }

    private static Duration duration(JsonNode micros) {
        return Duration.of(Math.round(micros.asDouble()), ChronoUnit.MICROS);
    }

    /// Single calls, newest first.
    /// @param limit   1 to [#MAX_REQUESTS]
    /// @param cursor  of the page before, null for the first
    public UsageRequests requests(UsageRequestsQuery query, int limit, @Nullable String cursor) {
        mustBeAPage(limit);
        Selection selection = new Selection(query.tenant(), query.filter(), query.period());
        if (cursor != null) {
            RequestsCursor after = RequestsCursor.parse(cursor);
            selection.and(
                    "(ended_at, id) < (fromUnixTimestamp64Micro({afterEnd:Int64}, 'UTC'), {afterId:UUID})",
                    "afterEnd",
                    String.valueOf(after.endedAtMicros()));
            selection.value("afterId", after.id().toString());
        }
        List<UsageEvent> events = answered(
                        query.tenant(),
                        "SELECT " + EventColumns.NAMES + selection.text() + " ORDER BY ended_at DESC, id DESC LIMIT "
                                + (limit + 1) + Selection.SETTINGS,
                        selection.values())
                .stream()
                .map(EventColumns::event)
                .toList();
        if (events.size() <= limit) {
            return new UsageRequests(events, null);
        }
        UsageEvent last = events.get(limit - 1);
        return new UsageRequests(
                events.subList(0, limit), RequestsCursor.of(last).text());
    }

    /// Single calls after a place, oldest first: for who follows what arrives. Only calls that ended before the end
    /// of the query's period are read, so a period that ends where usage is complete shows every call once, also
    /// one that its gateway reported late.
    /// @param limit  1 to [#MAX_REQUESTS]
    /// @param after  the place, of [UsageRequests#nextCursor] of such a page or of [#placeBefore]
    /// @return       its cursor is never null: it stays where it was when nothing came
    public UsageRequests following(UsageRequestsQuery query, int limit, String after) {
        mustBeAPage(limit);
        RequestsCursor place = RequestsCursor.parse(after);
        Selection selection = new Selection(query.tenant(), query.filter(), query.period());
        selection.and(
                "(ended_at, id) > (fromUnixTimestamp64Micro({afterEnd:Int64}, 'UTC'), {afterId:UUID})",
                "afterEnd",
                String.valueOf(place.endedAtMicros()));
        selection.value("afterId", place.id().toString());
        List<UsageEvent> events = answered(
                        query.tenant(),
                        "SELECT " + EventColumns.NAMES + selection.text() + " ORDER BY ended_at, id LIMIT " + limit
                                + Selection.SETTINGS,
                        selection.values())
                .stream()
                .map(EventColumns::event)
                .toList();
        return new UsageRequests(
                events,
                events.isEmpty() ? after : RequestsCursor.of(events.getLast()).text());
    }

    /// Where to begin to follow, so that the first calls shown are those that ended at this moment.
    public static String placeBefore(Instant moment) {
        return RequestsCursor.before(moment).text();
    }

    /// Where to go on following after a call.
    public static String placeAfter(UsageEvent call) {
        return RequestsCursor.of(call).text();
    }

    /// When the call of the cursor ended; a follower need not look at earlier months.
    public static Instant momentOf(String cursor) {
        return Instant.EPOCH.plus(RequestsCursor.parse(cursor).endedAtMicros(), ChronoUnit.MICROS);
    }

    private static void mustBeAPage(int limit) {
        if (limit < 1 || limit > MAX_REQUESTS) {
            throw new UsageQueryInvalid("limit", "1 to " + MAX_REQUESTS);
        }
    }

    /// Every call that ended before this moment is in the store, of all gateway instances that have ever
    /// reported: the earliest of what each said last. An instance that stopped with an empty journal holds
    /// nothing back; one that was killed does, until it starts again and ships what it has. Not known here: an
    /// instance whose first report, or first one after such a stop, has not arrived yet.
    /// @param now  the answer when no instance holds anything back; no answer is later
    public Instant completeUpTo(Instant now) {
        JsonNode row = one(
                "SELECT countIf(NOT stopped), minIf(toUnixTimestamp64Micro(complete_up_to), NOT stopped)"
                        + " FROM usage_watermark FINAL",
                Map.of());
        if (row.get(0).asLong() == 0) {
            return now;
        }
        Instant complete = Instant.EPOCH.plus(row.get(1).asLong(), ChronoUnit.MICROS);
        return complete.isAfter(now) ? now : complete;
    }

    /// To a question of a tenant's, within its budget.
    private List<JsonNode> answered(TenantId tenant, String statement, Map<String, String> values) {
        budget.admit(tenant);
        try {
            ClickHouse.Answer answer = clickHouse.question(statement, values);
            budget.spent(tenant, answer.processorTime());
            return answer.rows();
        } catch (ClickHouseFailure e) {
            throw UsageQueryInvalid.orAway(e);
        }
    }

    private JsonNode one(String statement, Map<String, String> values) {
        return rows(statement, values).getFirst();
    }

    private List<JsonNode> rows(String statement, Map<String, String> values) {
        try {
            return clickHouse.rows(statement, values);
        } catch (ClickHouseFailure e) {
            throw new UsageUnavailable("usage cannot be read now", e);
        }
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
