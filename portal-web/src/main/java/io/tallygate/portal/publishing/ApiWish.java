package io.tallygate.portal.publishing;

import org.jspecify.annotations.Nullable;

/// What somebody wants of an API; null leaves it as it is, or to the document that a new one comes with.
/// @param upstream  empty: none
/// @param document  OpenAPI, the text; null: the current one
public record ApiWish(
        String slug,
        @Nullable String name,
        @Nullable String description,
        @Nullable String basePath,
        @Nullable String upstream,
        @Nullable Boolean published,
        @Nullable String document) {}
