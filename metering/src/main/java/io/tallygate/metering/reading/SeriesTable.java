package io.tallygate.metering.reading;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A series as rows and columns: `from`, `to`, each dimension, `value` and, when it is compared, `previous`.
/// @param previous  by the series' points; empty: it is not compared
public record SeriesTable(MeterSeries series, List<@Nullable BigDecimal> previous) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public List<String> columns() {
        return Stream.of(
                        Stream.of("from", "to"),
                        series.query().groupBy().stream(),
                        Stream.of("value"),
                        previous.isEmpty() ? Stream.<String>of() : Stream.of("previous"))
                .flatMap(names -> names)
                .toList();
    }

    /// Each as long as [#columns]; null where nothing is known.
    public List<List<@Nullable String>> rows() {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (int at = 0; at < series.points().size(); at++) {
            MeterSeries.Point point = series.points().get(at);
            List<@Nullable String> row = new ArrayList<>();
            row.add(point.from().toString());
            row.add(point.to().toString());
            series.query().groupBy().forEach(dimension -> row.add(point.group().getOrDefault(dimension, "")));
            row.add(point.value().toPlainString());
            if (!previous.isEmpty()) {
                BigDecimal before = previous.get(at);
                row.add(before == null ? null : before.toPlainString());
            }
            rows.add(row);
        }
        return rows;
    }

    /// As ClickHouse describes such a table.
    String structure() {
        return columns().stream()
                .map(name -> "`" + name + "` "
                        + switch (name) {
                            case "from", "to" -> "DateTime64(6, 'UTC')";
                            case "value" -> "Decimal(76, 12)";
                            case "previous" -> previous.isEmpty() ? "String" : "Nullable(Decimal(76, 12))";
                            default -> "String";
                        })
                .collect(Collectors.joining(", "));
    }

    /// A JSON array a row, as ClickHouse reads it.
    String lines() {
        return rows().stream()
                .map(row -> {
                    ArrayNode line = JSON.createArrayNode();
                    row.forEach(line::add);
                    return line.toString();
                })
                .collect(Collectors.joining("\n"));
    }
}
