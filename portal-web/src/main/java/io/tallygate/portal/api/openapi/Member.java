package io.tallygate.portal.api.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/// What one value may be, and one that it may be.
record Member(JsonObject schema, JsonValue example) {

    Member with(String keyword, JsonValue value) {
        return new Member(Json.createObjectBuilder(schema).add(keyword, value).build(), example);
    }

    Member orNull() {
        if (!(schema.get("type") instanceof JsonString type)) {
            return new Member(
                    Json.createObjectBuilder()
                            .add(
                                    "anyOf",
                                    Json.createArrayBuilder()
                                            .add(schema)
                                            .add(Json.createObjectBuilder().add("type", "null")))
                            .build(),
                    example);
        }
        JsonObjectBuilder nullable = Json.createObjectBuilder(schema)
                .add("type", Json.createArrayBuilder().add(type).add("null"));
        if (schema.containsKey("enum")) {
            JsonArrayBuilder choices = Json.createArrayBuilder(schema.getJsonArray("enum"));
            nullable.add("enum", choices.addNull());
        }
        return new Member(nullable.build(), example);
    }

    static Member list(Member item, JsonObjectBuilder bounds) {
        return new Member(
                Json.createObjectBuilder()
                        .add("type", "array")
                        .add("items", item.schema())
                        .addAll(bounds)
                        .build(),
                Json.createArrayBuilder().add(item.example()).build());
    }
}
