package io.tallygate.portal.meter.web;

import io.tallygate.metering.meter.Aggregation;
import io.tallygate.metering.meter.MeterDefinition;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// An event that a meter counts, for people to copy.
final class EventExample {
    private static final Pattern STEPS = Pattern.compile("/");
    private static final JsonWriterFactory PRETTY =
            Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    private EventExample() {}

    /// A CloudEvent in JSON; empty when the meter counts no events.
    static Optional<String> of(MeterDefinition meter, Instant now) {
        if (meter.source().ofCalls()) {
            return Optional.empty();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        String value = meter.value();
        if (value != null) {
            put(data, value, meter.aggregation() == Aggregation.UNIQUE ? "someone" : "12.5");
        }
        meter.dimensions().forEach((name, leads) -> {
            if (leads.startsWith("/")) {
                List<String> accepted = meter.filters().getOrDefault(name, List.of("some-" + name));
                put(data, leads, accepted.getFirst());
            }
        });
        return Optional.of(pretty(Json.createObjectBuilder()
                .add("specversion", "1.0")
                .add("id", "c0ffee-1")
                .add("source", "/inference/eu-1")
                .add("type", Objects.requireNonNull(meter.eventType()))
                .add("subject", "SUBSCRIPTION_ID")
                .add("time", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .add("data", json(data))
                .build()));
    }

    /// As a command line.
    /// @param secret  as it stands in the header
    static String curl(String gateway, String secret, String event) {
        return "curl -X POST '" + gateway + "/.tallygate/events' \\\n  -H 'Authorization: Bearer " + secret
                + "' \\\n  -H 'Content-Type: application/cloudevents+json' \\\n  -d '"
                + event.replace("'", "'\\''") + "'";
    }

    private static String pretty(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = PRETTY.createWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().strip();
    }

    @SuppressWarnings("unchecked") // only we put something in
    private static void put(Map<String, Object> into, String pointer, String value) {
        List<String> steps = new ArrayList<>(List.of(STEPS.split(pointer.substring(1), -1)));
        Map<String, Object> at = into;
        for (String step : steps.subList(0, steps.size() - 1)) {
            Object inner = at.computeIfAbsent(plain(step), any -> new LinkedHashMap<String, Object>());
            if (!(inner instanceof Map<?, ?> map)) {
                return;
            }
            at = (Map<String, Object>) map;
        }
        at.putIfAbsent(plain(steps.getLast()), value);
    }

    private static String plain(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    private static JsonValue json(Object value) {
        if (value instanceof Map<?, ?> map) {
            var object = Json.createObjectBuilder();
            map.forEach((name, inner) -> object.add(String.valueOf(name), json(inner)));
            return object.build();
        }
        return Json.createValue(value.toString());
    }
}
