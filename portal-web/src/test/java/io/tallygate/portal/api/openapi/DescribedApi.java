package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The document as a reader of it has it: operations, and schemas to check values by.
final class DescribedApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(com.networknt.schema.SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build()));

    private final JsonNode document;

    DescribedApi(String text) throws IOException {
        this.document = JSON.readTree(text);
    }

    /// @param path  below `/api/v1`
    record Operation(String verb, String path, JsonNode description) {
        String id() {
            return description.path("operationId").asText();
        }

        boolean isOpen() {
            return description.has("security") && description.path("security").isEmpty();
        }

        boolean isTheOperators() {
            return description.at("/security/0/personalToken/0").asText().equals("operator");
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fields()
                        .forEachRemaining(verb -> operations.add(new Operation(
                                verb.getKey().toUpperCase(Locale.ROOT), path.getKey(), verb.getValue()))));
        return operations;
    }

    /// By name.
    List<Map.Entry<String, JsonNode>> shapes() {
        List<Map.Entry<String, JsonNode>> shapes = new ArrayList<>();
        document.path("components").path("schemas").fields().forEachRemaining(shapes::add);
        return shapes;
    }

    /// What a `$ref` leads to; anything else is itself.
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    /// To check values by: formats count.
    Schema schema(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        ObjectNode definitions = whole.putObject("$defs");
        shapes().forEach(shape -> definitions.set(shape.getKey(), shape.getValue()));
        return SCHEMAS.getSchema(whole.toString().replace("#/components/schemas/", "#/$defs/"));
    }
}
