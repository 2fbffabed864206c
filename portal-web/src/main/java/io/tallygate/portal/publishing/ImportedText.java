package io.tallygate.portal.publishing;

import org.jspecify.annotations.Nullable;

/// A document to import.
/// @param member  of the request that brought it; what is wrong inside the document is told from there
/// @param source  where it was fetched from, without the query, which may hold a secret; null when it was sent
record ImportedText(String text, String member, @Nullable String source) {
    static ImportedText sent(String text) {
        return new ImportedText(text, "/document", null);
    }
}
