package io.tallygate.portal.usage;

import io.tallygate.metering.reading.MeterSeries;
import io.tallygate.metering.reading.SeriesTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A meter over time, with when it was read and how far it is complete.
/// @param before         the period before, cut alike; null: it was not asked for
/// @param completeUntil  everything that ended before is in it
public record MeterAnswer(MeterSeries series, @Nullable MeterSeries before, Instant asOf, Instant completeUntil) {

    /// Windows are compared one by one from the first on; a longer month's last ones with nothing.
    public SeriesTable table() {
        return new SeriesTable(series, before == null ? List.of() : previous(series, before));
    }

    private static List<@Nullable BigDecimal> previous(MeterSeries series, MeterSeries before) {
        Map<Map<String, String>, List<BigDecimal>> byGroup = byGroup(before);
        Map<Map<String, String>, Integer> next = new HashMap<>();
        int windows = byGroup.values().stream().mapToInt(List::size).max().orElse(0);
        List<@Nullable BigDecimal> previous = new ArrayList<>();
        for (MeterSeries.Point point : series.points()) {
            int window = next.merge(point.group(), 1, Integer::sum) - 1;
            List<BigDecimal> there = byGroup.get(point.group());
            if (window >= windows) {
                previous.add(null);
            } else {
                previous.add(there == null ? BigDecimal.ZERO : there.get(window));
            }
        }
        return previous;
    }

    private static Map<Map<String, String>, List<BigDecimal>> byGroup(MeterSeries series) {
        Map<Map<String, String>, List<BigDecimal>> byGroup = new HashMap<>();
        series.points()
                .forEach(point -> byGroup.computeIfAbsent(point.group(), group -> new ArrayList<>())
                        .add(point.value()));
        return byGroup;
    }
}
