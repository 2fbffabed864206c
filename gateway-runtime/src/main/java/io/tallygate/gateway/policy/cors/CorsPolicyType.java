package io.tallygate.gateway.policy.cors;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import java.util.List;

/// `cors`
public final class CorsPolicyType implements PolicyType {
    private static final String METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS,TRACE,CONNECT";
    private static final int DAY = 86_400;

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "cors.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(
                configuration,
                "origins",
                "originPatterns",
                "methods",
                "allowHeaders",
                "exposeHeaders",
                "credentials",
                "maxAge",
                "privateNetwork",
                "preflightGoesUpstream",
                "answersWithoutOrigin");
        List<String> methods = tokens(config, "methods");
        List<String> allowHeaders = tokens(config, "allowHeaders");
        return new CorsPolicy(new CorsSettings(
                new Origins(config.texts("origins"), config.texts("originPatterns")),
                methods.isEmpty() ? METHODS : String.join(",", methods),
                methods.contains("*"),
                String.join(",", allowHeaders),
                allowHeaders.isEmpty() || allowHeaders.contains("*"),
                String.join(",", tokens(config, "exposeHeaders")),
                config.bool("credentials", false),
                config.number("maxAge", -1, 0, 365 * DAY),
                config.bool("privateNetwork", false),
                config.bool("preflightGoesUpstream", false),
                config.bool("answersWithoutOrigin", true)));
    }

    private static List<String> tokens(PolicyConfiguration config, String name) {
        List<String> tokens = config.texts(name);
        tokens.forEach(FieldName::of); // methods and names of fields are tokens alike
        return tokens;
    }
}
