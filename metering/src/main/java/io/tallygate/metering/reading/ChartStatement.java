package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A chart: of the hours or days that are rolled up from the roll-ups, of all else from the calls, both in one
/// statement. A roll-up is read where it is right: all that is asked for is among its dimensions, and its buckets end
/// where the query's windows and period do.
final class ChartStatement {
    /// A call that ended so long before the roll-ups were made is taken to have been stored by then; one that came
    /// later still is in the roll-ups of a minute later.
    static final Duration SETTLED = Duration.ofMinutes(15);

    /// Roll-ups by the minute are read of so long before the roll-ups were made; they are kept a day longer at least.
    private static final Duration MINUTES_READ = Duration.ofDays(2);

    private static final Set<Dimension> ROLLED =
            Set.of(Dimension.ENVIRONMENT, Dimension.API, Dimension.OPERATION, Dimension.STATUS);
    private static final String FROM_CALLS = "count() AS calls, sum(request_bytes) AS bytes_in,"
            + " sum(response_bytes) AS bytes_out, quantilesTDigestState(0.5, 0.95, 0.99)(latency_micros) AS"
            + " latencies, uniqCombinedState(12)(consumer) AS consumer_states";
    private static final String FROM_ROLLED = "sum(calls) AS calls, sum(request_bytes) AS bytes_in,"
            + " sum(response_bytes) AS bytes_out, quantilesTDigestMergeState(0.5, 0.95, 0.99)(latency) AS latencies,"
            + " uniqCombinedMergeState(12)(consumers) AS consumer_states";
    private static final String MERGED = "sum(calls), sumIf(calls, billable), sumIf(calls, status BETWEEN 400 AND"
            + " 499), sumIf(calls, status >= 500 OR status = 0), sum(bytes_in), sum(bytes_out),"
            + " uniqCombinedMerge(12)(consumer_states), quantilesTDigestMerge(0.5, 0.95, 0.99)(latencies)";

    private final UsageQuery query;
    private final Windows windows;
    private final Bound bound = new Bound();
    private final String text;
    private final @Nullable Instant rolledTo;

    /// @param rolledUpTo  as [ChartReader] finds it; null: there are no roll-ups
    ChartStatement(UsageQuery query, @Nullable Instant rolledUpTo) {
        this(query, rolledUpTo, 0);
    }

    /// @param top  only so many rows, those of the highest counts; 0: all
    ChartStatement(UsageQuery query, @Nullable Instant rolledUpTo, int top) {
        this.query = query;
        this.windows = Windows.of(query.period(), query.window(), query.zone());
        long step = rolledUpTo == null ? 0 : step(rolledUpTo);
        this.rolledTo = step == 0 || rolledUpTo == null ? null : boundary(rolledUpTo, step);
        List<String> parts = new ArrayList<>();
        Instant from = query.period().from();
        if (rolledTo != null && rolledTo.isAfter(from)) {
            parts.add(part(FROM_ROLLED, table(step), "toInt64(toUnixTimestamp(bucket))", rolled(from, rolledTo)));
            from = rolledTo;
        }
        if (from.isBefore(query.period().to())) {
            parts.add(part(
                    FROM_CALLS,
                    "usage_event",
                    "intDiv(toUnixTimestamp64Micro(ended_at), 1000000)",
                    conditions("ended_at >= " + bound.moment(from) + " AND ended_at < "
                            + bound.moment(query.period().to()))));
        }
        String names = names();
        this.text = "SELECT window_start" + names + ", " + MERGED + " FROM (" + String.join(" UNION ALL ", parts)
                + ") GROUP BY window_start" + names
                + (top > 0
                        ? " ORDER BY sum(calls) DESC" + names + " LIMIT " + top
                        : " ORDER BY window_start" + names + " LIMIT " + (UsageReader.MAX_POINTS + 1))
                + Selection.SETTINGS;
    }

    String text() {
        return text;
    }

    Map<String, String> values() {
        return bound.values();
    }

    /// Until when roll-ups are read; for tests.
    @Nullable
    Instant rolledTo() {
        return rolledTo;
    }

    /// @return  seconds of the largest bucket that fits the query; 0 when none does
    private long step(Instant rolledUpTo) {
        UsageFilter filter = query.filter();
        if (filter.consumer() != null
                || filter.application() != null
                || filter.subscription() != null
                || !ROLLED.containsAll(query.groupBy())) {
            return 0;
        }
        for (long step : new long[] {86_400, 3_600}) {
            if (fits(step)) {
                return step;
            }
        }
        boolean recent = query.period().from().isAfter(rolledUpTo.minus(MINUTES_READ));
        return recent && !query.groupBy().contains(Dimension.OPERATION) && fits(60) ? 60 : 0;
    }

    private boolean fits(long step) {
        return isBound(query.period().from(), step)
                && windows.starts().stream().skip(1).allMatch(start -> isBound(start, step));
    }

    private static boolean isBound(Instant moment, long step) {
        return moment.getNano() == 0 && Math.floorMod(moment.getEpochSecond(), step) == 0;
    }

    private Instant boundary(Instant rolledUpTo, long step) {
        Instant settled = rolledUpTo.minus(SETTLED);
        Instant last =
                settled.isBefore(query.period().to()) ? settled : query.period().to();
        return Instant.ofEpochSecond(last.getEpochSecond() - Math.floorMod(last.getEpochSecond(), step));
    }

    private String table(long step) {
        if (step == 86_400) {
            return "usage_day";
        }
        if (step == 60) {
            return "usage_minute";
        }
        return query.groupBy().contains(Dimension.OPERATION) ? "usage_hour" : "usage_hour_total";
    }

    private String rolled(Instant from, Instant to) {
        return conditions("bucket >= fromUnixTimestamp(" + bound.number(from.getEpochSecond())
                + ") AND bucket < fromUnixTimestamp(" + bound.number(to.getEpochSecond()) + ")");
    }

    private String conditions(String time) {
        UsageFilter filter = query.filter();
        List<String> conditions = new ArrayList<>();
        conditions.add("tenant = " + bound.id(query.tenant()));
        if (filter.subscription() != null) {
            conditions.add("subscription = " + bound.id(filter.subscription()));
        }
        conditions.add(time);
        if (filter.consumer() != null) {
            conditions.add("consumer = " + bound.id(filter.consumer()));
        }
        if (filter.application() != null) {
            conditions.add("application = " + bound.id(filter.application()));
        }
        if (filter.api() != null) {
            conditions.add("api = " + bound.id(filter.api()));
        }
        if (filter.environment() != null) {
            conditions.add("environment = " + bound.text(filter.environment()));
        }
        if (filter.billable() != null) {
            conditions.add(filter.billable() ? "billable" : "NOT billable");
        }
        return String.join(" AND ", conditions);
    }

    private String part(String sums, String table, String seconds, String conditions) {
        String columns = query.groupBy().stream()
                .map(dimension -> ", toString(" + dimension.column() + ") AS by_" + dimension.column())
                .collect(Collectors.joining());
        return "SELECT " + window(seconds) + columns + ", billable, status, " + sums + " FROM " + table
                + " FINAL WHERE " + conditions + " GROUP BY window_start" + names() + ", billable, status";
    }

    private String names() {
        return query.groupBy().stream()
                .map(dimension -> ", by_" + dimension.column())
                .collect(Collectors.joining());
    }

    private String window(String seconds) {
        if (query.window() == Window.NONE) {
            return "toInt64(0) AS window_start";
        }
        String starts =
                bound.numbers(windows.runs().stream().map(Windows.Run::start).toList());
        String steps =
                bound.numbers(windows.runs().stream().map(Windows.Run::step).toList());
        String run = "roundDown(toInt64(" + seconds + "), " + starts + ")";
        return run + " + intDiv(toInt64(" + seconds + ") - " + run + ", transform(" + run + ", " + starts + ", "
                + steps + ", toInt64(1))) * transform(" + run + ", " + starts + ", " + steps
                + ", toInt64(1)) AS window_start";
    }

    List<ChartRow> rows(List<JsonNode> answer) {
        if (answer.size() > UsageReader.MAX_POINTS) {
            throw new UsageQueryInvalid(
                    "groupBy",
                    "more than " + UsageReader.MAX_POINTS
                            + " points: ask for a shorter period, longer windows or fewer dimensions");
        }
        return answer.stream().map(this::row).toList();
    }

    private ChartRow row(JsonNode row) {
        int window = query.window() == Window.NONE
                ? 0
                : Collections.binarySearch(
                        windows.starts(), Instant.ofEpochSecond(row.get(0).asLong()));
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        int at = 1;
        for (Dimension dimension : query.groupBy()) {
            group.put(dimension, row.get(at++).asText());
        }
        JsonNode micros = row.get(at + 7);
        return new ChartRow(
                windows.starts().get(window),
                windows.endOf(window),
                group,
                row.get(at).asLong(),
                row.get(at + 1).asLong(),
                row.get(at + 2).asLong(),
                row.get(at + 3).asLong(),
                row.get(at + 4).asLong(),
                row.get(at + 5).asLong(),
                row.get(at + 6).asLong(),
                row.get(at).asLong() == 0
                        ? null
                        : new UsageTotals.Latency(micros(micros, 0), micros(micros, 1), micros(micros, 2)));
    }

    private static Duration micros(JsonNode micros, int index) {
        return Duration.of(Math.round(micros.get(index).asDouble()), ChronoUnit.MICROS);
    }
}
