package io.tallygate.gateway.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.events.EventCredential;
import io.tallygate.gateway.events.EventMeter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The feed's meters and credentials of events.
final class EventReader {
    private EventReader() {}

    /// @param counted  null: it counts calls, and nothing of it matters here
    record MeterValue(UUID tenant, @Nullable EventMeter counted) {}

    static EventCredential credential(UUID id, JsonNode value) {
        return new EventCredential(
                id,
                EntityReader.uuid(value, "tenant"),
                EntityReader.oneOf(value, "environment", "live", "test"),
                EntityReader.text(value, "sha256"),
                EntityReader.instant(value, "notAfter", Long.MAX_VALUE));
    }

    static MeterValue meter(UUID id, JsonNode value) {
        UUID tenant = EntityReader.uuid(value, "tenant");
        if (!EntityReader.text(value, "source").equals("events")) {
            return new MeterValue(tenant, null);
        }
        String aggregation =
                EntityReader.oneOf(value, "aggregation", "sum", "count", "max", "unique", "latest", "weighted-sum");
        boolean counts = aggregation.equals("count");
        return new MeterValue(
                tenant,
                new EventMeter(
                        id,
                        tenant,
                        EntityReader.text(value, "slug"),
                        EntityReader.text(value, "eventType"),
                        counts ? null : pointer(EntityReader.text(value, "value")),
                        !aggregation.equals("unique"),
                        filters(value)));
    }

    /// A filter on what is no place in the data (a column) is not decided here.
    private static Map<JsonPointer, Set<String>> filters(JsonNode value) {
        Map<JsonPointer, Set<String>> filters = new HashMap<>();
        for (Map.Entry<String, JsonNode> filter : value.path("filters").properties()) {
            String place = value.path("dimensions").path(filter.getKey()).asText();
            if (place.startsWith("/")) {
                filters.put(pointer(place), new HashSet<>(EntityReader.texts(value.path("filters"), filter.getKey())));
            }
        }
        return filters;
    }

    private static JsonPointer pointer(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a place in the data does not begin with /");
        }
        return JsonPointer.compile(text);
    }
}
