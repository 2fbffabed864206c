package io.tallygate.portal.publishing.openapi;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a document offers.
/// @param specification  its OpenAPI version, for example `3.1.0`
/// @param title          `info.title`
/// @param version        `info.version`, the API's own
/// @param description    `info.description`, Markdown; empty when there is none
/// @param server         the first absolute `http` or `https` server, as a proposal for the upstream; null when there
/// is none
/// @param serverPath     the path of the first server, without a final slash, as a proposal for the base path; empty
/// for `/`
/// @param operations     in the document's order
/// @param warnings       what is unusual but does not hinder
public record OpenApiDocument(
        String specification,
        String title,
        String version,
        String description,
        @Nullable URI server,
        String serverPath,
        List<Operation> operations,
        List<Finding> warnings) {

    public OpenApiDocument {
        operations = List.copyOf(operations);
        warnings = List.copyOf(warnings);
    }

    /// @param id       `operationId`, or made of method and path where the document has none; unique in the document
    /// @param method   upper case
    /// @param path     template as written, for example `/orders/{id}`
    /// @param summary  one line; empty when there is none
    public record Operation(String id, String method, String path, String summary, List<String> tags) {
        public Operation {
            tags = List.copyOf(tags);
        }
    }
}
