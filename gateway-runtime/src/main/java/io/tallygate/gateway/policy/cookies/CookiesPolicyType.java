package io.tallygate.gateway.policy.cookies;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import java.util.Set;

/// `cookies`
public final class CookiesPolicyType implements PolicyType {
    private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}";

    @Override
    public String name() {
        return "cookies";
    }

    @Override
    public int order() {
        return 410;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "cookies.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(
                configuration, "keep", "remove", "domain", "path", "secure", "httpOnly", "sameSite");
        String domain = config.raw("domain").isMissingNode()
                ? null
                : config.raw("domain").asText();
        if (domain != null && !domain.matches("([A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)?")) {
            throw config.wrong("domain", "is neither a domain nor empty");
        }
        String path = config.optionalText("path");
        if (path != null && !path.matches("/[A-Za-z0-9._~!$&'()*+,=:@/%-]*")) {
            throw config.wrong("path", "is not a path");
        }
        return new CookiesPolicy(
                config.has("keep") ? names(config, "keep") : null,
                names(config, "remove"),
                domain,
                path,
                config.bool("secure", false),
                config.bool("httpOnly", false),
                config.has("sameSite") ? config.oneOf("sameSite", "Lax", "Lax", "Strict", "None") : null);
    }

    private static Set<String> names(PolicyConfiguration config, String member) {
        Set<String> names = Set.copyOf(config.texts(member));
        if (!names.stream().allMatch(name -> name.matches(NAME))) {
            throw config.wrong(member, "holds what is no cookie's name");
        }
        return names;
    }
}
