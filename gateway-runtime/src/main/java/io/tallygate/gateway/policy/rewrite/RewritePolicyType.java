package io.tallygate.gateway.policy.rewrite;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;

/// `rewrite`
public final class RewritePolicyType implements PolicyType {
    private static final String HOST =
            "([A-Za-z0-9_-]+\\.)*[A-Za-z0-9_-]+\\.?(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+\\](:[0-9]{1,5})?";

    @Override
    public String name() {
        return "rewrite";
    }

    @Override
    public int order() {
        return 400;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "rewrite.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "path", "query", "host", "keepHost");
        String host = config.optionalText("host");
        boolean keepsHost = config.bool("keepHost", false);
        if (host != null && (keepsHost || !host.matches(HOST))) {
            throw config.wrong("host", keepsHost ? "and keepHost exclude each other" : "is not a host");
        }
        PathChange path = PathChange.of(config, environment.route());
        QueryChange query = config.has("query")
                ? new QueryChange(config.object("query", "set", "add", "remove"), environment.route())
                : null;
        if (path == null && query == null && host == null && !keepsHost) {
            throw new IllegalArgumentException("it changes nothing");
        }
        return new RewritePolicy(
                environment.route(), path, query, host == null ? null : host.getBytes(US_ASCII), keepsHost);
    }
}
