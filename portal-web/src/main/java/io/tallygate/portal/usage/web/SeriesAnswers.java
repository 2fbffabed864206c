package io.tallygate.portal.usage.web;

import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.reading.MeterQuery;
import io.tallygate.metering.reading.MeterSeries;
import io.tallygate.metering.reading.SeriesTable;
import io.tallygate.portal.usage.MeterAnswer;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A meter over time as the control API writes it: the same points in JSON and as a table.
final class SeriesAnswers {
    private SeriesAnswers() {}

    static JsonObject json(MeterAnswer answer) {
        MeterSeries series = answer.series();
        MeterQuery query = series.query();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("meter", query.meter().slug())
                .add("unit", query.meter().unit())
                .add("from", query.period().from().toString())
                .add("to", query.period().to().toString())
                .add("window", query.window().slug())
                .add("timeZone", query.zone().getId())
                .add("asOf", answer.asOf().toString())
                .add("completeUntil", answer.completeUntil().toString())
                .add("total", series.total().toPlainString());
        MeterSeries before = answer.before();
        if (before != null) {
            json.add(
                    "previous",
                    Json.createObjectBuilder()
                            .add("from", before.query().period().from().toString())
                            .add("to", before.query().period().to().toString())
                            .add("total", before.total().toPlainString()));
        }
        List<@Nullable BigDecimal> previous = answer.table().previous();
        JsonArrayBuilder items = Json.createArrayBuilder();
        for (int at = 0; at < series.points().size(); at++) {
            JsonObjectBuilder item = item(query.meter(), series.points().get(at));
            if (before != null) {
                BigDecimal value = previous.get(at);
                if (value == null) {
                    item.addNull("previous");
                } else {
                    item.add("previous", value.toPlainString());
                }
            }
            items.add(item);
        }
        return json.add("items", items).build();
    }

    private static JsonObjectBuilder item(MeterDefinition meter, MeterSeries.Point point) {
        JsonObjectBuilder item = Json.createObjectBuilder()
                .add("from", point.from().toString())
                .add("to", point.to().toString())
                .add("value", point.value().toPlainString());
        JsonObjectBuilder own = Json.createObjectBuilder();
        boolean any = false;
        for (var dimension : point.group().entrySet()) {
            if (isColumn(meter, dimension.getKey())) {
                item.add(dimension.getKey(), dimension.getValue());
            } else {
                own.add(dimension.getKey(), dimension.getValue());
                any = true;
            }
        }
        return any ? item.add("dimensions", own) : item;
    }

    private static boolean isColumn(MeterDefinition meter, String name) {
        return meter.source().ofCalls()
                ? MeterDefinition.COLUMNS.contains(name)
                : name.equals("subscription") || name.equals("environment") || name.equals("source");
    }

    /// RFC 4180, with a line of names first.
    static String csv(MeterAnswer answer) {
        SeriesTable table = answer.table();
        List<List<@Nullable String>> lines = new ArrayList<>();
        lines.add(new ArrayList<>(table.columns()));
        lines.addAll(table.rows());
        return lines.stream()
                .map(line -> line.stream().map(SeriesAnswers::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    /// A spreadsheet takes what begins like a formula for one: an apostrophe makes it a text.
    private static String cell(@Nullable String text) {
        if (text == null) {
            return "";
        }
        boolean formula = !text.isEmpty() && "=+@\t\r".indexOf(text.charAt(0)) >= 0
                || text.startsWith("-") && !text.matches("-[0-9.]+");
        String plain = formula ? "'" + text : text;
        return plain.matches("[^\",\r\n]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }
}
