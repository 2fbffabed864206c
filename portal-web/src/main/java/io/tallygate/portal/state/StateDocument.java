package io.tallygate.portal.state;

import java.util.Set;

/// The document's own members.
public final class StateDocument {
    /// Of this edition; another that is not understood would be another text.
    public static final String FORMAT = "tallygate/1";
    /// Objects in one document: what one transaction and one portal's memory can take.
    public static final int MOST_OBJECTS = 20_000;

    static final Set<String> TOP =
            Set.of("format", "tenant", "selector", "members", "apis", "meters", "products", "consumers", "webhooks");

    private StateDocument() {}
}
