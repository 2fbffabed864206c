package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The value that somebody typed into a [SchemaForm]. What is empty is left out; what cannot be read is noted at its
/// field, and what the schema does not allow is left to the check of the whole.
final class SchemaInput {
    private static final int MOST_ITEMS = 100;

    private final Schemas schemas;
    private final Form form;
    private final Set<String> leftOut;

    SchemaInput(JsonObject schema, Form form, Set<String> leftOut) {
        this.schemas = new Schemas(schema);
        this.form = form;
        this.leftOut = leftOut;
    }

    JsonObject value() {
        return object(schemas.root(), "", 0);
    }

    /// How many items of a list the form has, the empty one among them.
    static int count(Form form, String pointer) {
        int count = 0;
        while (count < MOST_ITEMS && form.has(pointer + "/" + count)) {
            count++;
        }
        return count;
    }

    private JsonObject object(JsonObject schema, String pointer, int depth) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        schemas.members(schema).forEach((member, inner) -> {
            if (depth > 0 || !leftOut.contains(member)) {
                JsonValue value = member(inner, pointer + "/" + member, depth);
                if (value != null) {
                    object.add(member, value);
                }
            }
        });
        return object.build();
    }

    private @Nullable JsonValue member(JsonObject schema, String pointer, int depth) {
        Field.Look look = SchemaForm.look(schemas, schema, null, depth);
        // a list that was too long for fields came as JSON
        Field.Look asked = look == Field.Look.ITEM && !form.has(pointer + "/0") ? Field.Look.JSON : look;
        String typed = form.value(pointer);
        return switch (asked) {
            case GROUP -> {
                JsonObject inside = object(schema, pointer, depth + 1);
                yield inside.isEmpty() ? null : inside;
            }
            case ITEM -> items(schema, pointer, depth);
            case FLAG -> {
                boolean on = typed.equals("true");
                yield on == Schemas.flag(schema, "default") ? null : on ? JsonValue.TRUE : JsonValue.FALSE;
            }
            case LINES -> list(lines(typed), schemas.items(schema));
            case PAIRS -> pairs(schema, pointer, lines(typed));
            case JSON -> json(pointer, typed);
            case AREA -> typed.isEmpty() ? null : Json.createValue(typed.replace("\r\n", "\n"));
            case SECRET, SECRET_TEXT ->
                typed.isEmpty()
                        ? null
                        : Json.createValue(typed.replace("\r\n", "\n").strip());
            default -> typed.isBlank() ? null : plain(schema, typed.strip());
        };
    }

    private @Nullable JsonValue items(JsonObject schema, String pointer, int depth) {
        JsonObject items = schemas.items(schema);
        JsonArrayBuilder list = Json.createArrayBuilder();
        boolean any = false;
        for (int index = 0; items != null && index < count(form, pointer); index++) {
            JsonObject item = object(items, pointer + "/" + index, depth + 1);
            if (!item.isEmpty()) {
                any = true;
                list.add(item);
            }
        }
        return any ? list.build() : null;
    }

    private static List<String> lines(String typed) {
        return typed.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static @Nullable JsonArray list(List<String> items, @Nullable JsonObject schema) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        items.forEach(item -> list.add(plain(schema, item)));
        return items.isEmpty() ? null : list.build();
    }

    private @Nullable JsonValue pairs(JsonObject schema, String pointer, List<String> lines) {
        JsonObject values = schemas.values(schema);
        JsonObjectBuilder pairs = Json.createObjectBuilder();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                form.reject(pointer, "routing.form.pairs.wrong", line);
                continue;
            }
            String value = line.substring(colon + 1).strip();
            String name = line.substring(0, colon).strip();
            if (values != null && Schemas.type(values).equals("array")) {
                List<String> items = Stream.of(value.split("[,\\s]+"))
                        .filter(item -> !item.isEmpty())
                        .toList();
                JsonArray list = list(items, schemas.items(values));
                pairs.add(name, list == null ? JsonValue.EMPTY_JSON_ARRAY : list);
            } else {
                pairs.add(name, plain(values, value));
            }
        }
        return lines.isEmpty() ? null : pairs.build();
    }

    private @Nullable JsonValue json(String pointer, String typed) {
        if (typed.isBlank()) {
            return null;
        }
        try (JsonReader reader = Json.createReader(new StringReader(typed))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException malformed) {
            form.reject(pointer, "routing.form.json.wrong");
            return null;
        }
    }

    /// A number where one is asked for; what is none stays a text, which the check refuses at its place.
    private static JsonValue plain(@Nullable JsonObject schema, String typed) {
        boolean number = schema != null
                && (Schemas.type(schema).equals("integer")
                        || Schemas.type(schema).equals("number"));
        if (number && typed.matches("-?[0-9]{1,18}(\\.[0-9]{1,12})?")) {
            return Json.createValue(new BigDecimal(typed));
        }
        return Json.createValue(typed);
    }
}
