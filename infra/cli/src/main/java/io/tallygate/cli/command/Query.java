package io.tallygate.cli.command;

import org.jspecify.annotations.Nullable;

/// The part of an address after its question mark.
final class Query {
    private final StringBuilder text = new StringBuilder();

    /// @param value  null leaves the parameter out
    Query and(String name, @Nullable String value) {
        if (value != null) {
            text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(Connection.encoded(value));
        }
        return this;
    }

    String text() {
        return text.toString();
    }
}
