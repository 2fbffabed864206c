package io.tallygate.portal.publishing.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;

/// Small documents to vary.
final class Documents {
    private Documents() {}

    static String minimal() {
        return """
            openapi: 3.1.0
            info: {title: Orders, version: '1.2'}
            paths:
              /orders/{id}:
                get:
                  parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                  responses: {'200': {description: ok}}
            """;
    }

    static String withSchemas(String... schemas) {
        StringBuilder document = new StringBuilder(minimal()).append("components:\n  schemas:\n");
        for (String schema : schemas) {
            document.append("    ").append(schema).append('\n');
        }
        return document.toString();
    }

    static List<Finding> findings(OpenApiReader reader, String document) {
        InvalidOpenApi invalid = catchThrowableOfType(InvalidOpenApi.class, () -> reader.read(document));
        assertThat(invalid).as("the document should be refused").isNotNull();
        return Objects.requireNonNull(invalid).findings();
    }
}
