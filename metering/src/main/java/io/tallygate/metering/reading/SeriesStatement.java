package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.metering.meter.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A series: the statement for it, and its points out of the rows, gaps filled.
final class SeriesStatement {
    /// The window that an event lies in, as its start: the last run that begins at or before the event, and the
    /// steps of that run up to it.
    private static final String WINDOW =
            "roundDown(toInt64(intDiv(toUnixTimestamp64Micro(ended_at), 1000000)), {starts:Array(Int64)}) AS run,"
                    + " transform(run, {starts:Array(Int64)}, {steps:Array(Int64)}, toInt64(1)) AS step, run +"
                    + " intDiv(intDiv(toUnixTimestamp64Micro(ended_at), 1000000) - run, step) * step AS window_start";

    private final UsageQuery query;
    private final Windows windows;
    private final Selection selection;
    private final String text;

    SeriesStatement(UsageQuery query) {
        this.query = query;
        this.windows = Windows.of(query.period(), query.window(), query.zone());
        this.selection = new Selection(query.tenant(), query.filter(), query.period());
        boolean cut = query.window() != Window.NONE;
        if (cut) {
            selection.value(
                    "starts",
                    array(windows.runs().stream().map(Windows.Run::start).toList()));
            selection.value(
                    "steps",
                    array(windows.runs().stream().map(Windows.Run::step).toList()));
        }
        String columns = query.groupBy().stream()
                .map(dimension -> ", toString(" + dimension.column() + ") AS by_" + dimension.column())
                .collect(Collectors.joining());
        String names = query.groupBy().stream()
                .map(dimension -> ", by_" + dimension.column())
                .collect(Collectors.joining());
        this.text = "SELECT window_start" + names + ", value FROM (SELECT "
                + (cut ? WINDOW : "toInt64(0) AS run, toInt64(0) AS step, toInt64(0) AS window_start")
                + columns + ", " + value(query.meter()) + " AS value" + selection.text()
                + " GROUP BY run, step, window_start" + names + ") ORDER BY window_start" + names
                + " LIMIT " + (UsageReader.MAX_POINTS + 1) + Selection.SETTINGS;
    }

    String text() {
        return text;
    }

    Map<String, String> values() {
        return selection.values();
    }

    /// @throws IllegalArgumentException  for a tenant's own meter, which [MeterReader] reads
    static String value(Meter meter) {
        if (!meter.equals(Meter.REQUESTS)) {
            throw new IllegalArgumentException("no column of calls counts " + meter.slug());
        }
        return "count()";
    }

    private static String array(List<Long> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    UsageSeries series(List<JsonNode> rows) {
        if (rows.size() > UsageReader.MAX_POINTS) {
            throw tooMany();
        }
        Map<Map<Dimension, String>, Map<Instant, BigDecimal>> byGroup = new LinkedHashMap<>();
        if (query.groupBy().isEmpty()) {
            byGroup.put(Map.of(), new HashMap<>());
        }
        for (JsonNode row : rows) {
            BigDecimal value = new BigDecimal(row.get(row.size() - 1).asText());
            byGroup.computeIfAbsent(group(row), group -> new HashMap<>()).put(start(row), value);
        }
        return filled(query, windows, byGroup);
    }

    /// @param byGroup  what each group counts by its windows' starts; windows that are not there count nothing
    static UsageSeries filled(
            UsageQuery query, Windows windows, Map<Map<Dimension, String>, Map<Instant, BigDecimal>> byGroup) {
        if ((long) byGroup.size() * windows.size() > UsageReader.MAX_POINTS) {
            throw tooMany();
        }
        BigDecimal total = BigDecimal.ZERO;
        List<UsageSeries.Point> points = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Instant start = windows.starts().get(i);
            for (Map.Entry<Map<Dimension, String>, Map<Instant, BigDecimal>> group : byGroup.entrySet()) {
                BigDecimal value = group.getValue().getOrDefault(start, BigDecimal.ZERO);
                points.add(new UsageSeries.Point(windows.from(i), windows.to(i), group.getKey(), value));
                total = total.add(value);
            }
        }
        return new UsageSeries(query, total, points);
    }

    private Instant start(JsonNode row) {
        return query.window() == Window.NONE
                ? windows.starts().getFirst()
                : Instant.ofEpochSecond(row.get(0).asLong());
    }

    private Map<Dimension, String> group(JsonNode row) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        for (int i = 0; i < query.groupBy().size(); i++) {
            group.put(query.groupBy().get(i), row.get(1 + i).asText());
        }
        return group;
    }

    private static UsageQueryInvalid tooMany() {
        return new UsageQueryInvalid(
                "groupBy",
                "more than " + UsageReader.MAX_POINTS
                        + " points: ask for a shorter period, longer windows or fewer dimensions");
    }
}
