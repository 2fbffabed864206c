package io.tallygate.portal.meter.web;

import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.MeterDefinition;
import io.tallygate.metering.meter.MeterSource;
import io.tallygate.portal.frame.Choices;
import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Messages;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.MeterChange;
import io.tallygate.portal.meter.NewMeter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a person enters about a meter. Names with what they lead to stand one a line, with `=` between them.
final class MeterForms {
    private static final String DIMENSIONS = "dimensions";

    private MeterForms() {}

    static List<Choices.Choice> sources(Messages messages) {
        return Stream.of(MeterSource.values())
                .map(MeterSource::wireName)
                .map(name -> new Choices.Choice(name, messages.text("meter.source." + name)))
                .toList();
    }

    static List<Choices.Choice> aggregations(Messages messages) {
        return Stream.of(Aggregation.values())
                .map(Aggregation::wireName)
                .map(name -> new Choices.Choice(name, messages.text("meter.aggregation." + name)))
                .toList();
    }

    static NewMeter wanted(Form form) {
        return new NewMeter(
                form.value("slug").strip(),
                form.value("name"),
                form.value("source"),
                form.value("eventType"),
                form.value("aggregation"),
                form.value("value"),
                texts(form, DIMENSIONS),
                lists(form.value("filters")),
                texts(form, "weights"),
                form.value("unit"));
    }

    static MeterChange change(Form form) {
        return new MeterChange(form.value("name"), texts(form, DIMENSIONS), form.value("unit"));
    }

    static Form filled(Form form, DefinedMeter meter) {
        MeterDefinition definition = meter.definition();
        return form.with("name", definition.name())
                .with("unit", definition.unit())
                .with(DIMENSIONS, lines(definition.dimensions()))
                .forVersion(MeterAnswers.tag(meter));
    }

    static String lines(Map<String, String> texts) {
        return new TreeMap<>(texts)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + entry.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static JsonObject texts(Form form, String field) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        pairs(form.value(field)).forEach(json::add);
        return json.build();
    }

    /// Values with commas between them; a name that stands twice has the values of both lines.
    private static JsonObject lists(String typed) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        pairs(typed)
                .forEach((name, values) -> json.add(
                        name,
                        Json.createArrayBuilder(Stream.of(values.split(","))
                                .map(String::strip)
                                .filter(value -> !value.isEmpty())
                                .toList())));
        return json.build();
    }

    private static Map<String, String> pairs(String typed) {
        Map<String, String> pairs = new LinkedHashMap<>();
        typed.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals).strip();
            pairs.merge(name, equals < 0 ? "" : line.substring(equals + 1).strip(), (one, other) -> one + "," + other);
        });
        return pairs;
    }
}
