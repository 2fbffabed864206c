package io.tallygate.portal.routing;

import jakarta.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A kind of policy that routes may have.
/// @param order   when it acts: 100 addresses and preflights, 200 who calls, 300 limits, 400 what goes upstream, 500
///                what comes back
/// @param schema  JSON Schema of its configuration
/// @param jar     of the installation's operator; null: the gateway's own
public record PolicyKind(
        String name, int order, JsonObject schema, @Nullable String jar) {
    private static final Set<String> CALLERS = Set.of("api-key", "jwt", "basic", "certificate", "any-caller");

    /// Whether it asks who calls.
    public boolean asksWhoCalls() {
        return asksWhoCalls(name);
    }

    static boolean asksWhoCalls(String policy) {
        return CALLERS.contains(policy);
    }
}
