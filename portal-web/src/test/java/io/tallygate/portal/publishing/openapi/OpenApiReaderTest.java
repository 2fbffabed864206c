package io.tallygate.portal.publishing.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiReaderTest {
    private final OpenApiReader reader = new OpenApiReader(DocumentLimits.DEFAULT);

    @Test
    void a_document_says_what_it_offers() throws InvalidOpenApi {
        OpenApiDocument document = reader.read("""
            {"openapi": "3.0.3", "info": {"title": "Orders", "version": "1.4.0", "description": "All *orders*."},
             "servers": [{"url": "https://orders.example.com/v1/"}],
             "paths": {"/orders": {"get": {"operationId": "listOrders", "summary": "Lists", "tags": ["orders"],
                                           "responses": {"200": {"description": "ok"}}},
                                   "post": {"responses": {"201": {"description": "made"}}}}}}
            """);
        assertThat(document.title()).isEqualTo("Orders");
        assertThat(document.version()).isEqualTo("1.4.0");
        assertThat(document.server()).isEqualTo(URI.create("https://orders.example.com/v1/"));
        assertThat(document.serverPath()).isEqualTo("/v1");
        assertThat(document.operations())
                .containsExactly(
                        new OpenApiDocument.Operation("listOrders", "GET", "/orders", "Lists", List.of("orders")),
                        new OpenApiDocument.Operation("post-orders", "POST", "/orders", "", List.of()));
    }

    @Test
    void a_schema_that_contains_itself_is_legal() throws InvalidOpenApi {
        reader.read(Documents.withSchemas("Node: {type: object, properties: {children: {type: array, items: {$ref:"
                + " '#/components/schemas/Node'}}}}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenDocuments")
    void a_broken_document_gets_a_pointer_and_a_reason_within_a_second(
            String what, String pointer, String reason, String document) {
        Documents.findings(
                reader,
                Documents.minimal().replace("3.1.0", "2.0")); // classes loaded, so that the time is that of the work
        Instant begun = Instant.now();
        List<Finding> findings = Documents.findings(reader, document);
        Duration took = Duration.between(begun, Instant.now());
        System.out.printf(
                "%s: %s %s (%d ms)%n",
                what, findings.getFirst().pointer(), findings.getFirst().detail(), took.toMillis());
        assertThat(findings.getFirst().pointer()).isEqualTo(pointer);
        assertThat(findings.getFirst().detail()).contains(reason);
        assertThat(took).isLessThan(Duration.ofSeconds(5)); // the bound is 1 s on a quiet machine; see the printed time
    }

    static Stream<Arguments> brokenDocuments() {
        return Stream.of(
                Arguments.of("YAML bomb", "#/a5/7/8/8/8/8/8", "once its aliases are written out", yamlBomb()),
                Arguments.of("3 MiB of aliases", "#", "aliases", aliases("{a: 1}")),
                Arguments.of("3 MiB of aliases to a text", "#/info", "is missing", aliases("text")),
                Arguments.of("alias inside itself", "#/a", "may contain itself", "openapi: 3.0.0\na: &a [*a]\n"),
                Arguments.of(
                        "a tag that builds an object", "#", "tag", "openapi: !!javax.script.ScriptEngineManager []\n"),
                Arguments.of("5,000 levels of JSON", "#", "depth", "{\"a\":".repeat(5000)),
                Arguments.of("3,000 levels of YAML", "#", "Depth", "x: " + "{a: ".repeat(3000)),
                Arguments.of(
                        "reference to nowhere",
                        "#/components/schemas/A/$ref",
                        "#/components/schemas/Nope, which does not exist",
                        Documents.withSchemas("A: {$ref: '#/components/schemas/Nope'}")),
                Arguments.of("a list", "#", "is a list", "[1, 2]"),
                Arguments.of("a text", "#", "is a text", "hello"),
                Arguments.of("nothing", "#", "is empty", "  \n"),
                Arguments.of("JSON with a stray comma", "#", "line 1, column", "{\"openapi\": \"3.0.0\", }"),
                Arguments.of("YAML with broken indentation", "#", "line 2, column", "openapi: 3.0.0\n  foo: ["),
                Arguments.of("no info", "#/info", "`info` is missing", "openapi: 3.0.0\npaths: {}\n"),
                Arguments.of(
                        "no responses",
                        "#/paths/~1x/get/responses",
                        "`responses` is missing",
                        "openapi: 3.0.0\ninfo: {title: x, version: '1'}\npaths: {/x: {get: {}}}\n"),
                Arguments.of(
                        "no operation",
                        "#/paths",
                        "no operation",
                        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\n"),
                Arguments.of(
                        "path without a slash",
                        "#/paths/x",
                        "slash",
                        "openapi: 3.0.0\n"
                                + "info: {title: x, version: '1'}\n"
                                + "paths: {x: {get: {responses: {'200': {description: ok}}}}}\n"),
                Arguments.of("another version", "#/openapi", "not 4.0.0", "openapi: 4.0.0\n"));
    }

    private static String yamlBomb() {
        StringBuilder bomb = new StringBuilder("openapi: 3.0.0\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int level = 1; level < 10; level++) {
            String alias = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s]%n"
                    .formatted(level, level, String.join(",", java.util.Collections.nCopies(10, alias))));
        }
        return bomb.toString();
    }

    private static String aliases(String value) {
        StringBuilder document = new StringBuilder("openapi: 3.0.0\nk: &k " + value + "\nl:\n");
        while (document.length() < 3 * 1024 * 1024) {
            document.append("- *k\n");
        }
        return document.toString();
    }
}
