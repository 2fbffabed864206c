package io.tallygate.gateway.policy.redirect;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.rewrite.PathChange;
import java.util.Set;

/// `redirect`
public final class RedirectPolicyType implements PolicyType {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final String HOST = "([A-Za-z0-9_-]+\\.)*[A-Za-z0-9_-]+\\.?|\\[[0-9A-Fa-f:.]+\\]";

    @Override
    public String name() {
        return "redirect";
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "redirect.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config =
                PolicyConfiguration.of(configuration, "status", "scheme", "host", "port", "path", "keepQuery");
        int status = config.number("status", 302, 301, 308);
        if (!STATUSES.contains(status)) {
            throw config.wrong("status", "is none of 301, 302, 303, 307, 308");
        }
        String host = config.optionalText("host");
        if (host != null && !host.matches(HOST)) {
            throw config.wrong("host", "is not a host");
        }
        return new RedirectPolicy(
                status,
                config.has("scheme") ? config.oneOf("scheme", "https", "http", "https") : null,
                host,
                config.number("port", 0, 1, 65_535),
                PathChange.of(config, environment.route()),
                config.bool("keepQuery", true));
    }
}
