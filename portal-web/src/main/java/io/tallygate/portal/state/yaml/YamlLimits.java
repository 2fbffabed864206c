package io.tallygate.portal.state.yaml;

/// How large a document may be.
/// @param characters  of text
/// @param depth       of nesting
/// @param nodes       values once every alias is written out
/// @param aliases     how many there may be
public record YamlLimits(int characters, int depth, int nodes, int aliases) {
    public static final YamlLimits DEFAULT = new YamlLimits(20 * 1024 * 1024, 50, 1_000_000, 1_000);
}
