package io.tallygate.gateway.policy.attributes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.attributes.AttributesPolicy.Attribute;
import io.tallygate.metering.recording.UsageDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `attributes`
public final class AttributesPolicyType implements PolicyType {
    private static final int USUAL_VALUES = 1_000;
    private static final int MOST_VALUES = 10_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");
    private static final Set<String> SECRET =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-tallygate-trace");

    @Override
    public String name() {
        return "attributes";
    }

    /// Behind who calls, and before anything changes the request.
    @Override
    public int order() {
        return 350;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "attributes.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config =
                PolicyConfiguration.of(configuration, "headers", "claims", "constants", "mostValues");
        KnownValues known = environment.surroundings().shared(KnownValues.class, KnownValues::new);
        List<Attribute> attributes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String member : List.of("headers", "claims", "constants")) {
            for (Map.Entry<String, JsonNode> each : members(config, member)) {
                String name = each.getKey();
                if (!names.add(name)) {
                    throw config.wrong(member, "holds " + name + ", which is there already");
                }
                String text = each.getValue().asText();
                boolean isHeader = member.equals("headers");
                boolean isClaim = member.equals("claims");
                if (isClaim) {
                    environment.claims().want(text);
                }
                attributes.add(new Attribute(
                        name.getBytes(UTF_8),
                        isHeader ? header(config, name, text) : null,
                        isClaim ? text : null,
                        isHeader || isClaim ? null : text.getBytes(UTF_8),
                        known.of(environment.route().tenant(), name)));
            }
        }
        if (attributes.isEmpty() || attributes.size() > UsageDraft.MAX_ATTRIBUTES) {
            throw new IllegalArgumentException("it notes 1 to " + UsageDraft.MAX_ATTRIBUTES + " attributes");
        }
        return new AttributesPolicy(attributes, config.number("mostValues", USUAL_VALUES, 1, MOST_VALUES), known);
    }

    private static FieldName header(PolicyConfiguration config, String name, String text) {
        FieldName field = FieldName.of(text);
        if (SECRET.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            throw config.wrong("headers." + name, "is a secret, which no record holds");
        }
        return field;
    }

    private static Set<Map.Entry<String, JsonNode>> members(PolicyConfiguration config, String member) {
        JsonNode members = config.raw(member);
        if (members.isMissingNode()) {
            return Set.of();
        }
        if (!members.isObject()) {
            throw config.wrong(member, "is not an object of attributes");
        }
        for (Map.Entry<String, JsonNode> each : members.properties()) {
            if (!NAME.matcher(each.getKey()).matches()) {
                throw config.wrong(member, "holds what is no attribute's name: " + each.getKey());
            }
            String text = each.getValue().asText();
            if (!each.getValue().isTextual() || text.isEmpty() || text.length() > UsageDraft.MAX_VALUE) {
                throw config.wrong(
                        member + "." + each.getKey(),
                        "is not a text of at most " + UsageDraft.MAX_VALUE + " characters");
            }
        }
        return members.properties();
    }
}
