package io.tallygate.portal.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.portal.web.ControlApiApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever adds a method to the control API describes it, and the document that comes of it is one that tools can read.
class OpenApiDocumentTest {
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final List<Class<?>> CLASSES = new ArrayList<>(new ControlApiApplication().getClasses());

    @Test
    void every_method_of_a_resource_is_described() {
        assertThat(OpenApiDocument.gaps(CLASSES)).isEmpty();
    }

    @Test
    void every_resource_is_registered() throws IOException {
        Set<String> registered = new TreeSet<>();
        CLASSES.forEach(type -> registered.add(type.getSimpleName()));
        try (Stream<Path> compiled = Files.walk(Path.of("target/classes/io/tallygate/portal"))) {
            assertThat(compiled.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith("Resource.class"))
                            .map(name -> name.replace(".class", ""))
                            .filter(name -> !name.equals("GatewayFeedResource")))
                    .as("a resource that ControlApiApplication does not list is not served")
                    .isNotEmpty()
                    .isSubsetOf(registered);
        }
    }

    @Test
    void the_same_code_makes_the_same_document() {
        assertThat(OpenApiDocument.of(CLASSES.reversed()).toString()).isEqualTo(document());
    }

    @Test
    void it_is_a_document_as_openapi_has_them() throws IOException {
        Schema openApi = SCHEMAS.getSchema(Files.readString(Linter.CONTRACTS.resolve("oas-3.1.schema.json")));
        assertThat(openApi.validate(document(), InputFormat.JSON)).isEmpty();
        assertThat(openApi.validate("{\"openapi\":\"3.1.1\",\"info\":{}}", InputFormat.JSON))
                .as("the schema refuses what is none")
                .isNotEmpty();
    }

    @Test
    void every_shape_is_a_json_schema_and_takes_its_own_example_and_no_other_member() throws IOException {
        Schema schemas = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        DescribedApi api = new DescribedApi(document());
        assertThat(api.shapes()).hasSizeGreaterThan(20);
        for (Map.Entry<String, JsonNode> shape : api.shapes()) {
            String name = shape.getKey();
            assertThat(schemas.validate(shape.getValue().toString(), InputFormat.JSON))
                    .as(name)
                    .isEmpty();
            ObjectNode example = shape.getValue().path("examples").path(0).deepCopy();
            Schema schema = api.schema(shape.getValue());
            assertThat(schema.validate(example.toString(), InputFormat.JSON))
                    .as("example of " + name)
                    .isEmpty();
            example.put("somethingElse", 1);
            assertThat(schema.validate(example.toString(), InputFormat.JSON))
                    .as("more than " + name)
                    .extracting(Error::getKeyword)
                    .contains("additionalProperties");
        }
    }

    @Test
    void the_linter_finds_nothing(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("control-api.json"), document());
        assertThat(Linter.lint(file)).isEmpty();
        Files.writeString(file, document().replace("\"operationId\":\"meRead\",", ""));
        assertThat(Linter.lint(file)).as("a document with a gap").contains("operation-operationId");
    }

    private static String document() {
        return OpenApiDocument.of(CLASSES).toString();
    }
}
