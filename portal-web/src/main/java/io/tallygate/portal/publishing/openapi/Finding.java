package io.tallygate.portal.publishing.openapi;

/// Something about a document that its author should know.
/// @param pointer  where, as a URI fragment of a JSON pointer (RFC 6901, 6), `#` being the whole document
/// @param detail   what, in a sentence
public record Finding(String pointer, String detail) {}
