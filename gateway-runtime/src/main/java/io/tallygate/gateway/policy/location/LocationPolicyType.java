package io.tallygate.gateway.policy.location;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `location`
public final class LocationPolicyType implements PolicyType {
    private static final String BEGINNING = "(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*";

    @Override
    public String name() {
        return "location";
    }

    @Override
    public int order() {
        return 500;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "location.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "paths");
        List<Map.Entry<String, String>> paths = new ArrayList<>();
        for (PolicyConfiguration each : config.objects("paths", "from", "to")) {
            paths.add(Map.entry(beginning(each, "from"), beginning(each, "to")));
        }
        return new LocationPolicy(environment.route(), List.copyOf(paths));
    }

    private static String beginning(PolicyConfiguration config, String name) {
        String text = config.raw(name).asText("");
        String clean = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!clean.matches(BEGINNING)) {
            throw config.wrong(name, "is not the beginning of a path");
        }
        return clean;
    }
}
