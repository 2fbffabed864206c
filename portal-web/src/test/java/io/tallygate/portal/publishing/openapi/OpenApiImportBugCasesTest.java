package io.tallygate.portal.publishing.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Section I of `infra/contracts/suites/bug-cases.md`: what went wrong for others when they imported OpenAPI documents.
/// Each case of the table has an outcome here; a case that is added to the table fails the test until it has one.
class OpenApiImportBugCasesTest {
    private static final String PASSED = "passed";
    private static final String NOT_OFFERED = "not offered: ";
    private final OpenApiReader reader = new OpenApiReader(DocumentLimits.DEFAULT);

    @Test
    void every_import_case_of_the_table_has_the_outcome_we_declare() throws Exception {
        Map<String, String> outcomes = new LinkedHashMap<>();
        outcomes.put("107", circularReferences());
        outcomes.put("109", largeDocuments());
        outcomes.put("111", constNull());
        outcomes.put("113", relativeServer());
        outcomes.put("115", swagger2());
        outcomes.put("117", foreignReferences());
        outcomes.put("119", NOT_OFFERED + "import by URL; an uploaded document has no address to resolve against");
        outcomes.forEach((id, outcome) -> System.out.println("bug-cases I " + id + " " + outcome));
        System.out.printf(
                "bug-cases I: passed %d, failed 0, declared choice 0, not offered %d%n",
                outcomes.values().stream().filter(PASSED::equals).count(),
                outcomes.values().stream()
                        .filter(outcome -> outcome.startsWith(NOT_OFFERED))
                        .count());
        assertThat(outcomes.keySet()).containsExactlyElementsOf(idsOfSectionI());
    }

    private String circularReferences() throws InvalidOpenApi {
        assertThat(findings(Documents.withSchemas("R1: {$ref: '#/components/schemas/R1'}")))
                .extracting(Finding::pointer)
                .containsExactly("#/components/schemas/R1/$ref");
        reader.read(Documents.withSchemas(
                "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}",
                "B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}"));
        return PASSED;
    }

    private String largeDocuments() throws InvalidOpenApi {
        for (String version : List.of("3.0.3", "3.1.0")) {
            StringBuilder schemas = new StringBuilder(Documents.withSchemas().replace("3.1.0", version));
            for (int i = 0; schemas.length() < 4 * 1024 * 1024; i++) {
                schemas.append(
                        "    S%d: {type: object, description: a schema that fills the document, properties: {id: {type: string}}}\n"
                                .formatted(i));
            }
            assertThat(reader.read(schemas.toString()).specification()).isEqualTo(version);
        }
        assertThat(findings("x".repeat(DocumentLimits.DEFAULT.characters() + 1))
                        .getFirst()
                        .detail())
                .contains("8,388,609 characters");
        return PASSED;
    }

    /// The original bytes are what is kept and handed out again, so nothing in them can disappear.
    private String constNull() throws InvalidOpenApi {
        assertThat(reader.read(Documents.withSchemas("A: {const: null}")).warnings())
                .isEmpty();
        return PASSED;
    }

    private String relativeServer() throws InvalidOpenApi {
        OpenApiDocument document = reader.read(Documents.minimal() + "servers: [{url: /v2}]\n");
        assertThat(document.server()).isNull();
        assertThat(document.serverPath()).isEqualTo("/v2");
        return PASSED;
    }

    private String swagger2() {
        assertThat(findings("swagger: '2.0'\nbasePath: /v1\n").getFirst().pointer())
                .isEqualTo("#/swagger");
        return NOT_OFFERED + "Swagger 2.0; refused with a pointer and what to do";
    }

    private String foreignReferences() {
        assertThat(findings(Documents.withSchemas(
                        "A: {$ref: 'http://169.254.169.254/x'}", "B: {$ref: 'file:///etc/passwd'}")))
                .extracting(Finding::pointer)
                .containsExactly("#/components/schemas/A/$ref", "#/components/schemas/B/$ref");
        return PASSED;
    }

    private List<Finding> findings(String document) {
        return Documents.findings(reader, document);
    }

    private static List<String> idsOfSectionI() throws IOException {
        try (InputStream table = Objects.requireNonNull(
                OpenApiImportBugCasesTest.class.getResourceAsStream("/contracts/suites/bug-cases.md"),
                "bug-cases.md")) {
            String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
            String section = text.substring(text.indexOf("\n## I. "), text.indexOf("\n## J. "));
            return Pattern.compile("(?m)^\\*\\*(\\d+)\\.\\*\\*")
                    .matcher(section)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
        }
    }
}
