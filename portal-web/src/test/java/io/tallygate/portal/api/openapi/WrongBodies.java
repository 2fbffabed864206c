package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// Bodies that a schema does not allow, each wrong in one way, and which member the refusal must name.
final class WrongBodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NO_OBJECTS = List.of(
            "", "null", "[]", "7", "\"text\"", "{", "{}x", "{\"a\":}", "{'a':1}", "\u0000", "{\"a\":NaN}", "<a/>");

    private final DescribedApi api;

    private WrongBodies(DescribedApi api) {
        this.api = api;
    }

    /// A place in a body where one value can be replaced.
    /// @param schema    of the value there
    /// @param required  whether it may not be missing
    private record Place(String pointer, JsonNode schema, boolean required) {}

    /// @param right  calls whose body has every member
    static List<Arbitrary<Call>> of(DescribedApi api, JsonNode schema, Arbitrary<Call> right) {
        WrongBodies bodies = new WrongBodies(api);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 10_000);
        List<Arbitrary<Call>> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            kinds.add(Combinators.combine(right, any).as((call, which) -> bodies.changed(call, schema, kind, which)));
        }
        kinds.add(Combinators.combine(right, Arbitraries.of(NO_OBJECTS))
                .as((call, text) ->
                        call.changed(Call.Change.to("no object", 400).sending(text))));
        kinds.add(right.map(call -> call.changed(
                Call.Change.to("too deep", 400).sending("{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}"))));
        kinds.add(right.map(call ->
                call.withHeader("Content-Type", "text/plain").changed(Call.Change.to("another content type", 415))));
        JsonNode members = api.resolved(schema).path("properties");
        boolean mayBeLarge = Stream.of(
                        "content",
                        "document",
                        "format",
                        "metadata",
                        "routes") // what others wrote, files, whole tenants, all routes of an API
                .anyMatch(members::has);
        if (!mayBeLarge) {
            kinds.add(right.map(call -> call.changed(
                    Call.Change.to("too large", 413).sending("{\"name\":\"" + "x".repeat(70_000) + "\"}"))));
        }
        return kinds;
    }

    private enum Kind {
        ANOTHER_TYPE,
        MISSING,
        NULL,
        ONE_MORE,
        OUT_OF_BOUNDS,
        HALF_A_CHARACTER
    }

    private Call changed(Call call, JsonNode schema, Kind kind, int which) {
        JsonNode body = java.util.Objects.requireNonNull(call.body());
        List<Place> places = new ArrayList<>();
        collect("", schema, body, true, places);
        List<Place> fitting = places.stream().filter(place -> fits(kind, place)).toList();
        if (fitting.isEmpty()) {
            return call;
        }
        Place place = fitting.get(which % fitting.size());
        ObjectNode copy = body.deepCopy();
        String named = place.pointer();
        switch (kind) {
            case ANOTHER_TYPE -> replace(copy, place, another(place.schema(), which));
            case MISSING -> replace(copy, place, null);
            case NULL -> replace(copy, place, JSON.nullNode());
            case ONE_MORE -> {
                ((ObjectNode) copy.at(place.pointer())).put("no/such~member", which);
                named = place.pointer() + "/no~1such~0member";
            }
            case OUT_OF_BOUNDS -> replace(copy, place, outOfBounds(place.schema(), which));
            case HALF_A_CHARACTER -> replace(copy, place, JSON.textNode(which % 2 == 0 ? "a\u0000b" : "a\ud800b"));
        }
        String change = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return call.withBody(copy).changed(Call.Change.to(change, 422).at(named));
    }

    private static boolean fits(Kind kind, Place place) {
        String type = type(place.schema());
        return switch (kind) {
            case ANOTHER_TYPE -> !place.pointer().isEmpty();
            case MISSING, NULL -> place.required() && !place.pointer().isEmpty();
            case ONE_MORE -> type.equals("object");
            case OUT_OF_BOUNDS -> outOfBounds(place.schema(), 0) != null;
            case HALF_A_CHARACTER -> type.equals("string");
        };
    }

    private void collect(String pointer, JsonNode reference, JsonNode value, boolean required, List<Place> places) {
        JsonNode schema =
                api.resolved(reference.has("anyOf") ? reference.path("anyOf").path(0) : reference);
        places.add(new Place(pointer, schema, required));
        if (value instanceof ObjectNode object) {
            for (var member : object.properties()) {
                boolean needed = false;
                for (JsonNode name : schema.path("required")) {
                    needed |= name.asText().equals(member.getKey());
                }
                collect(
                        pointer + "/" + member.getKey(),
                        schema.path("properties").path(member.getKey()),
                        member.getValue(),
                        needed,
                        places);
            }
        } else if (value instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                collect(pointer + "/" + index, schema.path("items"), array.get(index), false, places);
            }
        }
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.path(0).asText() : type.asText();
    }

    private static JsonNode another(JsonNode schema, int which) {
        List<JsonNode> others = new ArrayList<>(List.of(
                JSON.numberNode(7.5), JSON.booleanNode(true), JSON.objectNode(), JSON.arrayNode(), JSON.textNode("7")));
        others.removeIf(other -> switch (type(schema)) {
            case "string" -> other.isTextual();
            case "boolean" -> other.isBoolean();
            case "object" -> other.isObject();
            case "array" -> other.isArray();
            default -> false;
        });
        return others.get(which % others.size());
    }

    private static @Nullable JsonNode outOfBounds(JsonNode schema, int which) {
        List<JsonNode> wrong = new ArrayList<>();
        if (schema.has("maximum")) {
            wrong.add(JSON.numberNode(schema.path("maximum").asLong() + 1));
            wrong.add(JSON.numberNode(new java.math.BigDecimal("1e400")));
        }
        if (schema.has("minimum")) {
            wrong.add(JSON.numberNode(schema.path("minimum").asLong() - 1));
        }
        if (schema.has("maxLength")) {
            wrong.add(JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
        }
        if (schema.path("minLength").asInt(0) > 0) {
            wrong.add(JSON.textNode(""));
        }
        if (schema.has("enum") || schema.has("format") || schema.has("pattern")) {
            wrong.add(JSON.textNode("!?"));
        }
        if (schema.has("maxItems") && schema.path("maxItems").asInt() < 100) {
            ArrayNode many = JSON.arrayNode();
            for (int index = 0; index <= schema.path("maxItems").asInt(); index++) {
                many.add("text");
            }
            wrong.add(many);
        }
        return wrong.isEmpty() ? null : wrong.get(which % wrong.size());
    }

    /// @param value  null: nothing
    private static void replace(ObjectNode body, Place place, @Nullable JsonNode value) {
        JsonPointer pointer = JsonPointer.compile(place.pointer());
        JsonNode holder = body.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        switch (holder) {
            case ObjectNode object when value == null -> object.remove(last);
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array when value != null -> array.set(Integer.parseInt(last), value);
            default -> throw new IllegalStateException(place.pointer());
        }
    }
}
