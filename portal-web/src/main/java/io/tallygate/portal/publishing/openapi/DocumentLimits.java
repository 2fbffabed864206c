package io.tallygate.portal.publishing.openapi;

/// How large a document may be. The bounds keep a hostile upload below one second and well inside the heap.
/// @param characters  of text, as uploaded
/// @param nodes       objects, lists and values once every YAML alias is written out
/// @param depth       of nesting, aliases written out
/// @param aliases     YAML aliases to objects or lists
/// @param findings    at most so many are reported
public record DocumentLimits(int characters, int nodes, int depth, int aliases, int findings) {
    public static final DocumentLimits DEFAULT = new DocumentLimits(8 * 1024 * 1024, 1_000_000, 100, 1_000, 50);
}
