package io.tallygate.cli.output;

/// What `--output` can say.
public enum Form {
    TABLE,
    JSON,
    YAML;

    /// As it is typed.
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
