package io.tallygate.gateway.policy.apikey;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.caller.CallerCheck;
import io.tallygate.gateway.policy.caller.CallerPolicyType;
import java.util.List;
import java.util.Set;

/// `api-key`
public final class ApiKeyPolicyType extends CallerPolicyType {
    private static final int USUAL_BODY = 64 << 10;
    private static final int MAX_BODY = 1 << 20;
    private static final Set<String> PLACES = Set.of("header", "query", "body");

    @Override
    public String name() {
        return "api-key";
    }

    @Override
    protected String[] members() {
        return new String[] {"names", "in", "bearer", "hide", "realm", "bodyBytes"};
    }

    @Override
    protected CallerCheck check(PolicyConfiguration config, PolicyEnvironment environment) {
        List<String> names = config.has("names") ? config.texts("names") : List.of(KeyPlaces.USUAL_NAME);
        List<String> in = config.has("in") ? config.texts("in") : List.of("header");
        if (!PLACES.containsAll(in)) {
            throw config.wrong("in", "holds what is none of header, query, body");
        }
        if (names.isEmpty()) {
            throw config.wrong("names", "is empty");
        }
        boolean header = in.contains("header");
        int bodyBytes = config.number("bodyBytes", USUAL_BODY, 1, MAX_BODY);
        KeyPlaces places = new KeyPlaces(
                names,
                header ? names.stream().map(FieldName::of).toList() : List.of(),
                header && config.bool("bearer", !config.has("names")),
                in.contains("query"),
                in.contains("body") ? bodyBytes : 0,
                config.bool("hide", true));
        return new ApiKeyCheck(places, realm(config, environment));
    }
}
