package io.tallygate.portal.catalogue.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.portal.catalogue.reference.ApiReference.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Schemas as lines of text. A schema may contain itself, so depth and number of lines are bounded.
final class Schemas {
    private static final int DEEPEST = 4;
    private static final int MOST_FIELDS = 150;
    private static final int MOST_VALUES = 12;

    private final JsonNode root;

    Schemas(JsonNode root) {
        this.root = root;
    }

    /// What a reference within the document leads to; the node itself when it is none.
    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        Set<String> seen = new HashSet<>();
        while (at.path("$ref").isTextual() && seen.add(at.path("$ref").asText())) {
            String reference = at.path("$ref").asText();
            at = reference.startsWith("#/")
                    ? root.at(reference.substring(1).replace("%7B", "{").replace("%7D", "}"))
                    : at.path("absent");
        }
        return at;
    }

    List<Field> fields(JsonNode schema) {
        List<Field> fields = new ArrayList<>();
        addFields(schema, 0, fields);
        return fields;
    }

    private void addFields(JsonNode given, int depth, List<Field> fields) {
        JsonNode schema = resolved(given);
        if (depth > DEEPEST) {
            return;
        }
        if (isArray(schema)) {
            addFields(schema.path("items"), depth, fields);
            return;
        }
        for (String combination : List.of("allOf", "oneOf", "anyOf")) {
            schema.path(combination).forEach(part -> addFields(part, depth, fields));
        }
        Set<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (fields.size() >= MOST_FIELDS) {
                return;
            }
            JsonNode value = property.getValue();
            fields.add(new Field(
                    property.getKey(),
                    depth,
                    type(value),
                    required.contains(property.getKey()),
                    Texts.line(described(value))));
            addFields(value, depth + 1, fields);
        }
    }

    private String described(JsonNode value) {
        String own = value.path("description").asText("");
        return own.isEmpty() ? resolved(value).path("description").asText("") : own;
    }

    /// In words, for example `array of Shipment` or `string (date)`.
    String type(JsonNode given) {
        JsonNode schema = resolved(given);
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .limit(MOST_VALUES)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" | "));
        }
        if (schema.has("const")) {
            return schema.path("const").asText();
        }
        if (isArray(schema)) {
            return "array of " + type(schema.path("items"));
        }
        for (String combination : List.of("oneOf", "anyOf")) {
            if (schema.has(combination)) {
                return StreamSupport.stream(schema.path(combination).spliterator(), false)
                        .map(this::type)
                        .distinct()
                        .collect(Collectors.joining(" or "));
            }
        }
        String plain = plainType(schema);
        if (plain.equals("object") && given.path("$ref").isTextual()) {
            String reference = given.path("$ref").asText();
            return reference.substring(reference.lastIndexOf('/') + 1);
        }
        String format = schema.path("format").asText("");
        return format.isEmpty() ? plain : plain + " (" + format + ")";
    }

    /// OpenAPI 3.1 allows a list of types; null among them means that the value may be missing.
    private static String plainType(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(" or "));
        }
        return type.asText(schema.has("properties") || schema.has("allOf") ? "object" : "any");
    }

    private static boolean isArray(JsonNode schema) {
        return schema.path("type").asText().equals("array") || schema.has("items");
    }
}
