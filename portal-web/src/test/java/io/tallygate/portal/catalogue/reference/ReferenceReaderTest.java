package io.tallygate.portal.catalogue.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tallygate.portal.catalogue.reference.ApiReference.Field;
import io.tallygate.portal.catalogue.reference.ApiReference.Operation;
import org.junit.jupiter.api.Test;

class ReferenceReaderTest {
    private static final String DOCUMENT = """
        {"openapi": "3.1.0",
         "info": {"title": "Trees", "version": "1", "description": "# Trees\\n\\nSee [the forest](https://evil.example/x) **now**.\\n- Its leaves\\n- Its roots, and\\n  what is below"},
         "tags": [{"name": "Trees", "description": "Of all kinds"}],
         "paths": {"/trees/{id}": {
           "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}],
           "get": {"operationId": "getTree", "tags": ["Trees"], "summary": "One tree",
             "responses": {"200": {"description": "It", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}, "example": {"id": 1}}}},
                           "404": {"$ref": "#/components/responses/Gone"}}},
           "post": {"requestBody": {"content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}}},
             "responses": {"204": {"description": "Done"}}}}},
         "components": {
           "responses": {"Gone": {"description": "No such tree"}},
           "schemas": {"Tree": {"type": "object", "required": ["id"], "properties": {
             "id": {"type": "string", "description": "Its `id`"},
             "kind": {"type": "string", "enum": ["oak", "elm"]},
             "height": {"type": ["number", "null"]},
             "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}}}}}
        """;

    private final ApiReference reference = read(DOCUMENT);

    @Test
    void operations_stand_under_their_tag_with_the_paths_parameters() {
        ApiReference.Group trees = reference.groups().getFirst();
        Operation one = trees.operations().getFirst();
        assertThat(trees.name()).isEqualTo("Trees");
        assertThat(one.anchor()).isEqualTo("getTree");
        assertThat(one.parameters()).extracting(ApiReference.Parameter::type).containsExactly("string (uuid)");
        assertThat(one.responses()).extracting(ApiReference.Answer::description).containsExactly("It", "No such tree");
        assertThat(reference.groups().getLast().name()).isNull();
    }

    @Test
    void a_schema_that_contains_itself_is_written_out_to_a_bounded_depth() {
        var fields = reference
                .groups()
                .getFirst()
                .operations()
                .getFirst()
                .responses()
                .getFirst()
                .fields();
        assertThat(fields)
                .contains(
                        new Field("id", 0, "string", true, "Its id"),
                        new Field("kind", 0, "oak | elm", false, ""),
                        new Field("height", 0, "number or null", false, ""),
                        new Field("children", 0, "array of Tree", false, ""),
                        new Field("id", 1, "string", true, "Its id"));
        assertThat(fields).allMatch(field -> field.depth() <= 4).hasSizeLessThan(30);
    }

    @Test
    void text_of_strangers_brings_no_link_and_no_markup() {
        assertThat(reference.description())
                .containsExactly("Trees", "See the forest now.", "• Its leaves", "• Its roots, and what is below");
    }

    @Test
    void examples_are_shown_as_written() {
        assertThat(reference
                        .groups()
                        .getFirst()
                        .operations()
                        .getFirst()
                        .responses()
                        .getFirst()
                        .example())
                .isEqualToIgnoringWhitespace("{\"id\": 1}");
    }

    private static ApiReference read(String json) {
        try {
            return ReferenceReader.read(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
