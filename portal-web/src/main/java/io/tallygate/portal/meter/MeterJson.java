package io.tallygate.portal.meter;

import io.tallygate.metering.meter.MeterDefinition;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A meter's definition in the words of documents. Members stand in the order of their names, so that the same
/// definition is always the same text.
public final class MeterJson {
    private MeterJson() {}

    /// @param left  whether what does not apply is left out, as gateways want it; else it is null or empty
    public static JsonObjectBuilder of(MeterDefinition definition, boolean left) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("slug", definition.slug())
                .add("name", definition.name())
                .add("source", definition.source().wireName());
        text(json, "eventType", definition.eventType(), left);
        json.add("aggregation", definition.aggregation().wireName());
        text(json, "value", definition.value(), left);
        object(json, "dimensions", texts(definition.dimensions()), left);
        object(json, "filters", lists(definition.filters()), left);
        object(json, "weights", decimals(definition.weights()), left);
        return json.add("unit", definition.unit());
    }

    private static void text(JsonObjectBuilder json, String member, @Nullable String text, boolean left) {
        if (text != null) {
            json.add(member, text);
        } else if (!left) {
            json.addNull(member);
        }
    }

    private static void object(JsonObjectBuilder json, String member, JsonObject object, boolean left) {
        if (!left || !object.isEmpty()) {
            json.add(member, object);
        }
    }

    static JsonObject texts(Map<String, String> texts) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        new TreeMap<>(texts).forEach(json::add);
        return json.build();
    }

    static JsonObject lists(Map<String, List<String>> lists) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        new TreeMap<>(lists).forEach((name, values) -> json.add(name, Json.createArrayBuilder(values)));
        return json.build();
    }

    static JsonObject decimals(Map<String, BigDecimal> decimals) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        new TreeMap<>(decimals).forEach((name, value) -> json.add(name, value.toPlainString()));
        return json.build();
    }

    static Map<String, String> texts(String json) {
        Map<String, String> texts = new TreeMap<>();
        read(json).forEach((name, value) -> texts.put(name, ((JsonString) value).getString()));
        return texts;
    }

    static Map<String, List<String>> lists(String json) {
        Map<String, List<String>> lists = new TreeMap<>();
        read(json).forEach((name, value) -> lists.put(name, list(value)));
        return lists;
    }

    private static List<String> list(JsonValue value) {
        return ((JsonArray) value)
                .getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList();
    }

    static Map<String, BigDecimal> decimals(String json) {
        Map<String, BigDecimal> decimals = new TreeMap<>();
        texts(json).forEach((name, value) -> decimals.put(name, new BigDecimal(value)));
        return decimals;
    }

    private static JsonObject read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }
}
