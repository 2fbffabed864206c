package io.tallygate.portal.publishing.openapi;

import io.tallygate.portal.input.Reason;

/// Something about a document that its author should know.
/// @param pointer  where, as a URI fragment of a JSON pointer (RFC 6901, 6), `#` being the whole document
public record Finding(String pointer, Reason reason) {
    /// In English.
    public String detail() {
        return reason.english();
    }
}
