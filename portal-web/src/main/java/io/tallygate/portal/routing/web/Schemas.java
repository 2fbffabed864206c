package io.tallygate.portal.routing.web;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What forms need to know of a JSON Schema. Conditions (`if`, `oneOf`) are not for forms: what they refuse is said
/// when the form is sent.
record Schemas(JsonObject root) {
    private static final String DEFS = "#/$defs/";

    /// With what it refers to in its place.
    JsonObject resolved(JsonObject schema) {
        if (!(schema.get("$ref") instanceof JsonString reference)
                || !reference.getString().startsWith(DEFS)) {
            return schema;
        }
        JsonObject definition =
                root.getJsonObject("$defs").getJsonObject(reference.getString().substring(DEFS.length()));
        JsonObjectBuilder merged = Json.createObjectBuilder(definition);
        schema.forEach((name, value) -> {
            if (!name.equals("$ref")) {
                merged.add(name, value);
            }
        });
        return merged.build();
    }

    /// Members in the schema's order.
    Map<String, JsonObject> members(JsonObject schema) {
        Map<String, JsonObject> members = new LinkedHashMap<>();
        if (schema.get("properties") instanceof JsonObject properties) {
            properties.forEach((name, member) -> {
                if (member instanceof JsonObject object) {
                    members.put(name, resolved(object));
                }
            });
        }
        return members;
    }

    boolean isRequired(JsonObject schema, String member) {
        return schema.get("required") instanceof JsonArray required
                && required.getValuesAs(JsonString.class).stream()
                        .anyMatch(name -> name.getString().equals(member));
    }

    static String type(JsonObject schema) {
        return schema.get("type") instanceof JsonString type
                ? type.getString()
                : schema.containsKey("enum") ? "string" : "";
    }

    /// Of the items of a list; null when it says nothing of them.
    @Nullable
    JsonObject items(JsonObject schema) {
        return schema.get("items") instanceof JsonObject items ? resolved(items) : null;
    }

    /// Of the values of an object whose names are free; null when it has none.
    @Nullable
    JsonObject values(JsonObject schema) {
        return schema.get("additionalProperties") instanceof JsonObject values ? resolved(values) : null;
    }

    static List<String> choices(JsonObject schema) {
        return schema.get("enum") instanceof JsonArray choices
                ? choices.stream().map(Schemas::plain).toList()
                : List.of();
    }

    static boolean isPlain(@Nullable JsonObject schema) {
        return schema != null
                && switch (type(schema)) {
                    case "string", "integer", "number" -> true;
                    default -> false;
                };
    }

    /// A value as a person types it.
    static String plain(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonString text -> text.getString();
            default -> value == JsonValue.NULL ? "" : value.toString();
        };
    }

    static @Nullable String text(JsonObject schema, String keyword) {
        return schema.get(keyword) instanceof JsonString text ? text.getString() : null;
    }

    static boolean flag(JsonObject schema, String keyword) {
        return schema.get(keyword) == JsonValue.TRUE;
    }
}
