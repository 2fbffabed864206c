package io.tallygate.gateway.policy.mapping;

import io.tallygate.gateway.json.Mapping;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;

/// The configuration that both directions have in common.
final class MappedReader {
    private static final int MAX_EXPRESSION = 16 << 10;

    private MappedReader() {}

    static Mapped read(PolicyConfiguration config, PolicyEnvironment environment) {
        String expression = config.raw("expression").asText("");
        if (expression.isBlank() || expression.length() > MAX_EXPRESSION) {
            throw config.wrong("expression", "is needed, with at most " + MAX_EXPRESSION + " characters");
        }
        String type = config.text("contentType", "application/json");
        if (!type.matches("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(; ?[a-z]+=[A-Za-z0-9_.-]+)?")) {
            throw config.wrong("contentType", "is not a media type");
        }
        return new Mapped(
                Mapping.of(expression),
                config.number("maxBytes", 1 << 20, 1, 8 << 20),
                type,
                config.oneOf("otherTypes", "refuse", "refuse", "pass").equals("refuse"),
                expression.contains("$request"),
                environment.route(),
                environment.surroundings().metrics());
    }
}
