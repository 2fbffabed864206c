package io.tallygate.portal.publishing;

import org.jspecify.annotations.Nullable;

/// What a publisher says of an API to be; nothing is checked yet.
/// @param name      null: the document's title
/// @param slug      null: made of the name
/// @param basePath  null: a slash and the slug
/// @param upstream  null: the document's first absolute server, if it may be called
/// @param document     OpenAPI 3.0 or 3.1, JSON or YAML; null: it is at the address
/// @param documentUrl  where it is; null: it is given
public record NewApi(
        @Nullable String name,
        @Nullable String slug,
        @Nullable String basePath,
        @Nullable String upstream,
        @Nullable String document,
        @Nullable String documentUrl) {}
