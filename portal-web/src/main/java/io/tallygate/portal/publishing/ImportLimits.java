package io.tallygate.portal.publishing;

import io.tallygate.portal.publishing.openapi.DocumentLimits;

/// Every limit of fetching a document, by name; how long a call may take is `outbound`'s.
final class ImportLimits {
    /// Of the document as it is fetched.
    static final int MOST_BYTES = DocumentLimits.DEFAULT.characters();

    /// On one portal for one tenant, so that a slow source keeps nobody else waiting.
    static final int AT_ONCE_FOR_A_TENANT = 2;

    /// On one portal for all.
    static final int AT_ONCE = 8;

    private ImportLimits() {}
}
