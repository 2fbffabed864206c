package io.tallygate.portal.publishing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API as the document of a whole tenant has it, without the text of its own document.
/// @param documentSha256  of the current document's text in UTF-8, hexadecimal: whether a text is the same can be said
///     without reading it
/// @param testUpstream    what is called in test; null when it does not answer there
/// @param testDocumentSha256  of the version that answers in test
public record ApiState(
        UUID id,
        String slug,
        String name,
        String description,
        String basePath,
        @Nullable String upstream,
        boolean published,
        String documentSha256,
        @Nullable String testUpstream,
        @Nullable String testDocumentSha256) {}
