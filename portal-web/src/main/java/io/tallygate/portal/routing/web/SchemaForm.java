package io.tallygate.portal.routing.web;

import io.tallygate.portal.frame.Form;
import io.tallygate.portal.frame.Messages;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A form made of a JSON Schema: what it shows of a value, or of what somebody typed. [SchemaInput] reads it back.
final class SchemaForm {
    /// Objects in objects; what is deeper is asked for as JSON.
    static final int DEEPEST = 3;

    /// More of a list than that are asked for as JSON.
    private static final int MOST_ITEMS = 30;

    private static final int LONG_TEXT = 1024;

    private final Schemas schemas;
    private final String name;
    private final Messages messages;
    private final Form form;
    private final Set<String> leftOut;

    /// @param name     of the schema, by which texts in other languages are found
    /// @param form     what was typed, with what is wrong
    /// @param leftOut  members that this form does not show
    SchemaForm(JsonObject schema, String name, Messages messages, Form form, Set<String> leftOut) {
        this.schemas = new Schemas(schema);
        this.name = name;
        this.messages = messages;
        this.form = form;
        this.leftOut = leftOut;
    }

    /// @param typed  whether the inputs hold what somebody typed, instead of the value
    List<Field> fields(JsonObject value, boolean typed) {
        return members(schemas.root(), "", "", value, typed, 0);
    }

    private List<Field> members(
            JsonObject schema, String pointer, String key, JsonObject value, boolean typed, int depth) {
        List<Field> fields = new ArrayList<>();
        schemas.members(schema).forEach((member, inner) -> {
            if (depth > 0 || !leftOut.contains(member)) {
                fields.addAll(member(
                        inner,
                        pointer + "/" + member,
                        key + "." + member,
                        member,
                        value.get(member),
                        schemas.isRequired(schema, member),
                        typed,
                        depth));
            }
        });
        return fields;
    }

    private List<Field> member(
            JsonObject schema,
            String pointer,
            String key,
            String member,
            @Nullable JsonValue value,
            boolean required,
            boolean typed,
            int depth) {
        Field.Look look = look(schemas, schema, value, depth);
        String label = label(schema, key, member);
        return switch (look) {
            case GROUP ->
                List.of(field(
                        pointer,
                        look,
                        label,
                        hint(schema, key, look),
                        required,
                        "",
                        List.of(),
                        members(schema, pointer, key, object(value), typed, depth + 1)));
            case ITEM -> items(schema, pointer, key, label, value, typed, depth);
            case CHOICE ->
                List.of(field(
                        pointer,
                        look,
                        label,
                        hint(schema, key, look),
                        required,
                        typed ? form.value(pointer) : Schemas.plain(value),
                        Schemas.choices(schema),
                        List.of()));
            case FLAG ->
                List.of(field(
                        pointer,
                        look,
                        label,
                        hint(schema, key, look),
                        required,
                        typed ? form.value(pointer) : flag(schema, value),
                        List.of(),
                        List.of()));
            default ->
                List.of(field(
                        pointer,
                        look,
                        label,
                        hint(schema, key, look),
                        required,
                        isSecret(look) ? "" : typed ? form.value(pointer) : shown(look, value),
                        List.of(),
                        List.of()));
        };
    }

    private Field field(
            String pointer,
            Field.Look look,
            String label,
            @Nullable String hint,
            boolean required,
            String value,
            List<String> options,
            List<Field> inside) {
        return new Field(pointer, look, label, hint, required, value, options, form.error(pointer), inside);
    }

    /// Those that are there, and an empty one.
    private List<Field> items(
            JsonObject schema,
            String pointer,
            String key,
            String label,
            @Nullable JsonValue value,
            boolean typed,
            int depth) {
        JsonObject items = schemas.items(schema);
        JsonArray list = value instanceof JsonArray array ? array : JsonArray.EMPTY_JSON_ARRAY;
        int there = typed ? SchemaInput.count(form, pointer) : list.size() + 1;
        List<Field> all = new ArrayList<>();
        for (int index = 0; items != null && index < there; index++) {
            JsonObject item = index < list.size() ? object(list.get(index)) : JsonObject.EMPTY_JSON_OBJECT;
            String at = pointer + "/" + index;
            all.add(field(
                    at,
                    Field.Look.ITEM,
                    messages.text("routing.form.item", label, index + 1),
                    index == 0 ? hint(schema, key, Field.Look.ITEM) : null,
                    false,
                    "",
                    List.of(),
                    members(items, at, key, item, typed, depth + 1)));
        }
        return all;
    }

    /// How a member is asked for.
    static Field.Look look(Schemas schemas, JsonObject schema, @Nullable JsonValue value, int depth) {
        if (!Schemas.choices(schema).isEmpty()) {
            return Field.Look.CHOICE;
        }
        return switch (Schemas.type(schema)) {
            case "boolean" -> Field.Look.FLAG;
            case "integer", "number" -> Field.Look.NUMBER;
            case "string" ->
                Schemas.flag(schema, "writeOnly")
                        ? schema.getInt("maxLength", 0) > 4 * LONG_TEXT ? Field.Look.SECRET_TEXT : Field.Look.SECRET
                        : schema.getInt("maxLength", 0) > LONG_TEXT && !schema.containsKey("pattern")
                                ? Field.Look.AREA
                                : Field.Look.TEXT;
            case "array" -> list(schemas, schema, value, depth);
            case "object" -> {
                JsonObject values = schemas.values(schema);
                boolean listed = values != null
                        && Schemas.type(values).equals("array")
                        && Schemas.isPlain(schemas.items(values));
                if (!schemas.members(schema).isEmpty()) {
                    yield depth < DEEPEST ? Field.Look.GROUP : Field.Look.JSON;
                }
                yield Schemas.isPlain(values) || listed ? Field.Look.PAIRS : Field.Look.JSON;
            }
            default -> Field.Look.JSON;
        };
    }

    private static Field.Look list(Schemas schemas, JsonObject schema, @Nullable JsonValue value, int depth) {
        JsonObject items = schemas.items(schema);
        if (Schemas.isPlain(items)) {
            return Field.Look.LINES;
        }
        boolean few = !(value instanceof JsonArray list) || list.size() <= MOST_ITEMS;
        boolean members = items != null && !schemas.members(items).isEmpty();
        return members && depth <= 1 && few ? Field.Look.ITEM : Field.Look.JSON;
    }

    private static JsonObject object(@Nullable JsonValue value) {
        return value instanceof JsonObject object ? object : JsonObject.EMPTY_JSON_OBJECT;
    }

    private static boolean isSecret(Field.Look look) {
        return look == Field.Look.SECRET || look == Field.Look.SECRET_TEXT;
    }

    private static String flag(JsonObject schema, @Nullable JsonValue value) {
        return (value == null ? Schemas.flag(schema, "default") : value == JsonValue.TRUE) ? "true" : "";
    }

    private static String shown(Field.Look look, @Nullable JsonValue value) {
        return switch (look) {
            case LINES ->
                value instanceof JsonArray list
                        ? list.stream().map(Schemas::plain).collect(Collectors.joining("\n"))
                        : "";
            case PAIRS ->
                value instanceof JsonObject pairs
                        ? pairs.entrySet().stream().map(SchemaForm::pair).collect(Collectors.joining("\n"))
                        : "";
            case JSON -> value == null ? "" : Pretty.text(value);
            default -> Schemas.plain(value);
        };
    }

    private static String pair(Map.Entry<String, JsonValue> pair) {
        String value = pair.getValue() instanceof JsonArray list
                ? list.stream().map(Schemas::plain).collect(Collectors.joining(", "))
                : Schemas.plain(pair.getValue());
        return pair.getKey() + ": " + value;
    }

    private String label(JsonObject schema, String key, String member) {
        return messages.find("routing.schema." + name + key).orElseGet(() -> {
            String title = Schemas.text(schema, "title");
            return title == null ? words(member) : title;
        });
    }

    /// `maxAge` as `Max age`.
    private static String words(String member) {
        String spaced = member.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    private @Nullable String hint(JsonObject schema, String key, Field.Look look) {
        String about =
                messages.find("routing.schema." + name + key + ".hint").orElse(Schemas.text(schema, "description"));
        JsonObject items = schemas.items(schema);
        String how = switch (look) {
            case LINES ->
                items == null || Schemas.choices(items).isEmpty()
                        ? messages.text("routing.form.lines")
                        : messages.text("routing.form.linesOf", String.join(", ", Schemas.choices(items)));
            case PAIRS -> messages.text("routing.form.pairs");
            case JSON -> messages.text("routing.form.json");
            case SECRET, SECRET_TEXT -> messages.text("routing.form.secret");
            case TEXT, NUMBER, CHOICE -> usual(schema);
            default -> "";
        };
        String both = ((about == null ? "" : about) + " " + how).strip();
        return both.isEmpty() ? null : both;
    }

    private String usual(JsonObject schema) {
        String usual = Schemas.plain(schema.get("default"));
        return usual.isEmpty() ? "" : messages.text("routing.form.usual", usual);
    }

    /// The field whose place is the nearest to a pointer; null when none is.
    static @Nullable String nearest(List<Field> fields, String pointer) {
        String best = null;
        for (Field field : fields) {
            boolean fits = pointer.equals(field.name()) || pointer.startsWith(field.name() + "/");
            String inside = nearest(field.inside(), pointer);
            String found = inside != null ? inside : fits ? field.name() : null;
            if (found != null && (best == null || found.length() > best.length())) {
                best = found;
            }
        }
        return best;
    }
}
