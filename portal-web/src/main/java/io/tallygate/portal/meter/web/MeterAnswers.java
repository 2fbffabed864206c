package io.tallygate.portal.meter.web;

import io.tallygate.portal.api.IfMatch;
import io.tallygate.portal.meter.DefinedMeter;
import io.tallygate.portal.meter.MeterJson;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/// Meters as the control API shows them.
final class MeterAnswers {
    private MeterAnswers() {}

    static JsonObjectBuilder of(DefinedMeter meter) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("id", meter.id().toString());
        MeterJson.of(meter.definition(), false).build().forEach(json::add);
        json.add("createdAt", meter.createdAt().toString());
        return json.add(
                "archivedAt",
                meter.archivedAt() == null
                        ? JsonValue.NULL
                        : Json.createValue(meter.archivedAt().toString()));
    }

    static String tag(DefinedMeter meter) {
        return IfMatch.tag(of(meter).build());
    }
}
