package io.tallygate.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run finds around it, so that a test can put other things there.
/// @param variables  of the environment
/// @param home       of the person
public record Surroundings(
        Map<String, String> variables, Path home, InputStream in, PrintWriter out, PrintWriter err, boolean terminal) {
    /// @return null when it is not set, or empty
    public @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// Where settings of this person lie.
    public Path configuration() {
        String base = variable("XDG_CONFIG_HOME");
        return (base == null ? home.resolve(".config") : Path.of(base)).resolve("tallygate");
    }

    /// https://no-color.org: any value, even an empty one's presence, was asked for by somebody.
    public boolean coloured() {
        String asked = variables.get("NO_COLOR");
        return terminal && (asked == null || asked.isEmpty());
    }
}
