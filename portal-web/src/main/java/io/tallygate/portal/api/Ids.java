package io.tallygate.portal.api;

import java.util.UUID;

/// Ids in addresses.
public final class Ids {
    private Ids() {}

    /// @throws ApiProblem  404: a text that is no id names nothing
    public static UUID of(String text) {
        if (text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException malformed) {
                // answered below
            }
        }
        throw ApiProblem.notFound();
    }
}
