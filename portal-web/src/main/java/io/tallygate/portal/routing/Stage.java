package io.tallygate.portal.routing;

import java.util.Locale;

/// How far a routing has come.
public enum Stage {
    /// What gateways have.
    PUBLISHED,
    /// What somebody prepares in the console.
    DRAFT;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
