package io.tallygate.portal.audit.web;

import io.tallygate.portal.audit.AuditRecord;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that a record changed, as the page shows it.
/// @param operation  `created`, `changed` or `deleted`
/// @param leftOut    whether its values would have made the record too large
public record ChangedThing(String kind, String id, String operation, boolean leftOut, List<Value> values) {
    /// The most that one page shows; the control API has all.
    private static final int MOST = 200;

    public ChangedThing {
        values = List.copyOf(values);
    }

    /// @param before    empty when there was none
    /// @param recorded  false for a secret
    public record Value(String name, String before, String after, boolean recorded) {}

    static List<ChangedThing> of(AuditRecord record) {
        try (JsonReader reader =
                Json.createReader(new StringReader(record.entry().changes()))) {
            JsonArray all = reader.readArray();
            return all.stream()
                    .limit(MOST)
                    .map(JsonValue::asJsonObject)
                    .filter(change -> change.containsKey("kind"))
                    .map(ChangedThing::of)
                    .toList();
        } catch (JsonException | ClassCastException altered) {
            return List.of(); // verification names it
        }
    }

    private static ChangedThing of(JsonObject change) {
        JsonObject before = object(change, "before");
        JsonObject after = object(change, "after");
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Value> values = new ArrayList<>();
        for (String name : names) {
            values.add(new Value(
                    name,
                    text(before.get(name)),
                    text(after.get(name)),
                    isRecorded(before.get(name), after.get(name))));
        }
        return new ChangedThing(
                change.getString("kind"),
                change.getString("id", ""),
                change.getString("operation", ""),
                change.getBoolean("valuesLeftOut", false),
                values);
    }

    private static JsonObject object(JsonObject change, String member) {
        return change.get(member) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static boolean isRecorded(@Nullable JsonValue before, @Nullable JsonValue after) {
        JsonValue value = after == null ? before : after;
        return !(value instanceof JsonObject object && object.containsKey("recorded"));
    }

    private static String text(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonString string -> string.getString();
            default -> value == JsonValue.NULL ? "" : value.toString();
        };
    }
}
