package io.tallygate.metering.reading;

import io.tallygate.metering.meter.Aggregation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A meter over time: a point for each window and group, also where nothing was used.
/// @param total   of the whole period and all groups, also of those that are no point here
/// @param points  by time, then as the groups come: the largest first where only some were asked for
public record MeterSeries(MeterQuery query, BigDecimal total, List<Point> points) {
    /// Most groups that may be asked for.
    public static final int MOST_TOP = 100;

    private static final int DECIMALS = 12;

    public MeterSeries {
        points = List.copyOf(points);
    }

    /// @param from   of the window, within the period
    /// @param to     not included
    /// @param group  by dimension, in the order in which they were asked for
    public record Point(Instant from, Instant to, Map<String, String> group, BigDecimal value) {}

    /// @param top  only so many groups, those with the most over the whole period; null: all
    /// @throws UsageQueryInvalid  when that comes to more than [UsageReader#MAX_POINTS] points
    public static MeterSeries read(MeterReader reader, MeterQuery query, @Nullable Integer top) {
        MeterQuery whole = query.cut(Window.NONE, query.zone());
        if (top != null && query.groupBy().isEmpty()) {
            throw new UsageQueryInvalid("top", "needs groupBy");
        }
        if (top != null && (top < 1 || top > MOST_TOP)) {
            throw new UsageQueryInvalid("top", "1 to " + MOST_TOP);
        }
        if (top == null) {
            List<MeterRow> rows = reader.read(query);
            return series(query, rows, groups(query, rows), total(reader, whole, query, rows));
        }
        List<MeterRow> largest = reader.read(whole).stream()
                .filter(row -> !row.group().isEmpty())
                .sorted(Comparator.comparing(MeterRow::value).reversed())
                .toList();
        Set<Map<String, String>> groups =
                new LinkedHashSet<>(groups(query, largest.subList(0, Math.min(top, largest.size()))));
        BigDecimal total = total(reader, whole, whole, largest);
        if (groups.isEmpty() || query.window() == Window.NONE) {
            return series(query, largest, groups, total);
        }
        Map<String, List<String>> accepted = new HashMap<>(query.filters());
        for (String dimension : query.groupBy()) {
            accepted.put(
                    dimension,
                    groups.stream()
                            .map(group -> group.getOrDefault(dimension, ""))
                            .distinct()
                            .toList());
        }
        return series(query, reader.read(query.where(accepted)), groups, total);
    }

    private static BigDecimal total(MeterReader reader, MeterQuery whole, MeterQuery asked, List<MeterRow> rows) {
        Aggregation aggregation = whole.meter().aggregation();
        boolean adds = aggregation == Aggregation.SUM || aggregation == Aggregation.COUNT;
        if (adds) {
            return rows.stream().map(MeterRow::value).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
        boolean one = asked.window() == Window.NONE && asked.groupBy().isEmpty();
        return rounded(
                (one ? rows : reader.read(whole.by(List.of()))).getFirst().value());
    }

    private static Set<Map<String, String>> groups(MeterQuery query, List<MeterRow> rows) {
        Set<Map<String, String>> groups = new LinkedHashSet<>();
        if (query.groupBy().isEmpty()) {
            groups.add(Map.of());
        }
        rows.stream()
                .map(MeterRow::group)
                .filter(group -> !group.isEmpty())
                .map(group -> inOrder(query, group))
                .forEach(groups::add);
        return groups;
    }

    private static Map<String, String> inOrder(MeterQuery query, Map<String, String> group) {
        Map<String, String> ordered = new LinkedHashMap<>();
        query.groupBy().forEach(dimension -> ordered.put(dimension, group.getOrDefault(dimension, "")));
        return ordered;
    }

    private static MeterSeries series(
            MeterQuery query, List<MeterRow> rows, Set<Map<String, String>> groups, BigDecimal total) {
        Windows windows = Windows.of(query.period(), query.window(), query.zone());
        if ((long) groups.size() * windows.size() > UsageReader.MAX_POINTS) {
            throw new UsageQueryInvalid(
                    "groupBy",
                    "more than " + UsageReader.MAX_POINTS
                            + " points: ask for a shorter period, longer windows, fewer dimensions or the top of them");
        }
        Map<Instant, Map<Map<String, String>, BigDecimal>> values = new HashMap<>();
        Set<Map<String, String>> known = new HashSet<>(groups);
        for (MeterRow row : rows) {
            if (known.contains(row.group())) {
                values.computeIfAbsent(row.from(), from -> new HashMap<>()).put(row.group(), row.value());
            }
        }
        List<Point> points = new ArrayList<>();
        for (int window = 0; window < windows.size(); window++) {
            Map<Map<String, String>, BigDecimal> there =
                    values.getOrDefault(windows.starts().get(window), Map.of());
            for (Map<String, String> group : groups) {
                points.add(new Point(
                        windows.from(window),
                        windows.to(window),
                        group,
                        rounded(there.getOrDefault(group, BigDecimal.ZERO))));
            }
        }
        return new MeterSeries(query, total, points);
    }

    private static BigDecimal rounded(BigDecimal value) {
        return value.scale() > DECIMALS ? value.setScale(DECIMALS, RoundingMode.HALF_UP) : value;
    }
}
