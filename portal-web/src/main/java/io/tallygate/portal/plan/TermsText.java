package io.tallygate.portal.plan;

import io.tallygate.billing.catalog.PlanTerms;
import io.tallygate.billing.catalog.TermsDocument;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;

/// The terms of a plan as the API and the document of a tenant show them: as they are stored, without what is
/// not set. [TermsMembers] reads the same again.
public final class TermsText {
    private TermsText() {}

    public static JsonObject of(PlanTerms terms) {
        try (JsonReader reader = Json.createReader(new StringReader(TermsDocument.write(terms)))) {
            JsonObjectBuilder shown = Json.createObjectBuilder();
            reader.readObject().forEach((name, value) -> {
                if (!name.equals("format") && value != JsonValue.NULL && !isEmptyList(name, value)) {
                    shown.add(name, withoutNulls(value));
                }
            });
            return shown.build();
        }
    }

    /// Rate cards are shown also when there are none: a plan that costs nothing says so.
    private static boolean isEmptyList(String name, JsonValue value) {
        return !name.equals("rateCards") && value instanceof JsonArray array && array.isEmpty();
    }

    private static JsonValue withoutNulls(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                JsonObjectBuilder builder = Json.createObjectBuilder();
                object.forEach((name, member) -> {
                    if (member != JsonValue.NULL) {
                        builder.add(name, withoutNulls(member));
                    }
                });
                yield builder.build();
            }
            case JsonArray array -> {
                JsonArrayBuilder builder = Json.createArrayBuilder();
                array.forEach(item -> builder.add(withoutNulls(item)));
                yield builder.build();
            }
            default -> value;
        };
    }
}
