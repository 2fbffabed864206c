package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Values that a schema allows: about half of them its example, the rest as wild as its bounds let them be.
final class ValuesBySchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final DescribedApi api;

    ValuesBySchema(DescribedApi api) {
        this.api = api;
    }

    /// @param whole  with every member that may be left out
    Arbitrary<JsonNode> of(JsonNode schema, boolean whole) {
        return of("", schema, JSON.missingNode(), whole);
    }

    private Arbitrary<JsonNode> of(String name, JsonNode reference, JsonNode example, boolean whole) {
        JsonNode schema = api.resolved(reference);
        if (schema.has("anyOf")) {
            Arbitrary<JsonNode> value = of(name, schema.path("anyOf").path(0), example, whole);
            return whole ? value : orNull(value);
        }
        Set<String> types = types(schema);
        Arbitrary<JsonNode> value = switch (types.stream()
                .filter(type -> !type.equals("null"))
                .findFirst()
                .orElse("null")) {
            case "object" -> object(schema, whole);
            case "array" -> array(name, schema, example, whole);
            case "boolean" -> Arbitraries.of(JSON.booleanNode(true), JSON.booleanNode(false));
            case "integer" -> whole(schema);
            case "string" -> text(name, schema, example);
            default -> Arbitraries.just(JSON.nullNode());
        };
        return types.contains("null") && !whole ? orNull(value) : value;
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> types.add(type.asText()));
        } else {
            types.add(schema.path("type").asText());
        }
        return types;
    }

    private static Arbitrary<JsonNode> orNull(Arbitrary<JsonNode> value) {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, value), net.jqwik.api.Tuple.of(1, Arbitraries.just(JSON.nullNode())));
    }

    private Arbitrary<JsonNode> object(JsonNode schema, boolean whole) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        JsonNode example = schema.path("examples").path(0);
        Arbitrary<ObjectNode> object = Arbitraries.create(JSON::objectNode);
        for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
            String name = member.getKey();
            Arbitrary<JsonNode> value = of(name, member.getValue(), example.path(name), whole);
            Arbitrary<Boolean> there = whole || isOneOf(name, schema) || required.contains(name)
                    ? Arbitraries.just(true)
                    : Arbitraries.of(true, false);
            object = Combinators.combine(object, value, there).as((made, one, is) -> {
                ObjectNode copy = made.deepCopy();
                return is ? copy.set(name, one) : copy;
            });
        }
        JsonNode ways = schema.path("oneOf");
        return ways.isEmpty() ? object.map(JsonNode.class::cast) : oneWay(object, ways);
    }

    private static boolean isOneOf(String name, JsonNode schema) {
        for (JsonNode way : schema.path("oneOf")) {
            if (way.at("/required/0").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /// Of the members that exclude each other, one stays.
    private static Arbitrary<JsonNode> oneWay(Arbitrary<ObjectNode> object, JsonNode ways) {
        return Combinators.combine(object, Arbitraries.integers().between(0, ways.size() - 1))
                .as((made, chosen) -> {
                    ObjectNode copy = made.deepCopy();
                    for (int way = 0; way < ways.size(); way++) {
                        if (way != chosen) {
                            copy.remove(ways.path(way).at("/required/0").asText());
                        }
                    }
                    return copy;
                });
    }

    private Arbitrary<JsonNode> array(String name, JsonNode schema, JsonNode example, boolean whole) {
        int least = whole
                ? Math.max(1, schema.path("minItems").asInt(0))
                : schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(3), least + 2);
        return of(name, schema.path("items"), example.isArray() ? example.path(0) : example, whole)
                .list()
                .ofMinSize(least)
                .ofMaxSize(most)
                .map(items -> {
                    ArrayNode array = JSON.arrayNode();
                    items.forEach(array::add);
                    return array;
                });
    }

    private static Arbitrary<JsonNode> whole(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(1_000_000);
        return Arbitraries.longs().between(least, most).map(JSON::numberNode);
    }

    private Arbitrary<JsonNode> text(String name, JsonNode schema, JsonNode example) {
        List<JsonNode> known = new ArrayList<>();
        Things.markFor(name, schema).forEach(mark -> known.add(JSON.textNode(mark)));
        if (!known.isEmpty()) {
            return Arbitraries.of(known);
        }
        if (schema.has("enum")) {
            List<JsonNode> choices = new ArrayList<>();
            schema.path("enum").forEach(choice -> {
                if (choice.isTextual()) {
                    choices.add(choice);
                }
            });
            return Arbitraries.of(choices);
        }
        Arbitrary<JsonNode> usual = Arbitraries.just(example.isTextual() ? example : JSON.textNode("text"));
        if (schema.path("format").asText().equals("date-time")) {
            return Arbitraries.of("2020-02-29T23:59:59.999999999Z", "2026-01-01T00:00:00+05:30", "2100-01-01T00:00:00Z")
                    .map(JSON::textNode);
        }
        if (schema.has("pattern") || schema.has("format")) {
            return usual;
        }
        return Arbitraries.oneOf(usual, wild(schema));
    }

    /// Every character there is, as far as it is one.
    private static Arbitrary<JsonNode> wild(JsonNode schema) {
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(100);
        return Arbitraries.strings()
                .all()
                .ofMinLength(least)
                .ofMaxLength(Math.min(most, 200))
                .map(text -> {
                    String characters = new String(
                            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.UTF_8);
                    // no schema says it, and no text of one line may hold any
                    return JSON.textNode(
                            characters.replaceAll("\\p{Cntrl}", "0").replaceAll("[\\x{80}-\\x{9F}]", "0"));
                });
    }
}
