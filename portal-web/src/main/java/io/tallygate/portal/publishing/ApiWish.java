package io.tallygate.portal.publishing;

import org.jspecify.annotations.Nullable;

/// What somebody wants of an API; null leaves it as it is, or to the document that a new one comes with.
/// @param upstream  empty: none
/// @param document  OpenAPI, the text; null: the current one
/// @param test      null: as it is there
public record ApiWish(
        String slug,
        @Nullable String name,
        @Nullable String description,
        @Nullable String basePath,
        @Nullable String upstream,
        @Nullable Boolean published,
        @Nullable String document,
        @Nullable TestWish test) {
    /// @param answers         false: it does not answer in test, and the rest says nothing
    /// @param upstream        null: the one that is called there, else that of live
    /// @param documentSha256  of the version's document; null: the version that answers there, else the current one
    public record TestWish(
            boolean answers,
            @Nullable String upstream,
            @Nullable String documentSha256) {}
}
