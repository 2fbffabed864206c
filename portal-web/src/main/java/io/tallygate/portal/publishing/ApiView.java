package io.tallygate.portal.publishing;

import java.util.List;

/// An API with its current version, complete for a reader.
/// @param api            the API itself
/// @param version        `info.version` of the current document
/// @param specification  the document's OpenAPI version
/// @param operations     in the document's order; empty in lists
public record ApiView(Api api, String version, String specification, List<ApiOperation> operations) {
    public ApiView {
        operations = List.copyOf(operations);
    }
}
