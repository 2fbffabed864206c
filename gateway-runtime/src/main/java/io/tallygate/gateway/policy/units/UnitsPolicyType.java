package io.tallygate.gateway.policy.units;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.metering.recording.UsageDraft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// `units`
public final class UnitsPolicyType implements PolicyType {
    static final int USUAL_BYTES = 1 << 20;
    private static final int MOST_BYTES = 64 << 20;
    private static final int LONGEST_POINTER = 200;
    private static final Pattern UNIT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

    @Override
    public String name() {
        return "units";
    }

    @Override
    public int order() {
        return 640;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "units.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, "headers", "pointers", "maxBytes");
        Set<String> names = new HashSet<>();
        List<UnitsPolicy.Header> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : members(config, "headers", names)) {
            FieldName field = FieldName.of(header.getValue().asText());
            if (field.isFraming()) {
                throw config.wrong("headers." + header.getKey(), "is the gateway's own");
            }
            headers.add(new UnitsPolicy.Header(name(header.getKey()), field));
        }
        List<Places.Place> places = new ArrayList<>();
        for (Map.Entry<String, JsonNode> pointer : members(config, "pointers", names)) {
            String text = pointer.getValue().asText();
            if (!text.startsWith("/") || text.length() > LONGEST_POINTER) {
                throw config.wrong("pointers." + pointer.getKey(), "is no JSON Pointer");
            }
            places.add(new Places.Place(name(pointer.getKey()), JsonPointer.compile(text)));
        }
        if (names.isEmpty() || names.size() > UsageDraft.MAX_UNITS) {
            throw new IllegalArgumentException("it sets 1 to " + UsageDraft.MAX_UNITS + " units");
        }
        return new UnitsPolicy(
                headers,
                places.isEmpty() ? null : new Places(places),
                config.number("maxBytes", USUAL_BYTES, 1, MOST_BYTES),
                new UnitFaults(environment.surroundings().metrics(), environment.route()));
    }

    private static Set<Map.Entry<String, JsonNode>> members(
            PolicyConfiguration config, String member, Set<String> names) {
        JsonNode members = config.raw(member);
        if (members.isMissingNode()) {
            return Set.of();
        }
        if (!members.isObject()) {
            throw config.wrong(member, "is not an object of units");
        }
        for (Map.Entry<String, JsonNode> each : members.properties()) {
            if (!UNIT.matcher(each.getKey()).matches()) {
                throw config.wrong(member, "holds what is no unit's name: " + each.getKey());
            }
            if (!each.getValue().isTextual() || each.getValue().asText().isEmpty()) {
                throw config.wrong(member + "." + each.getKey(), "is not a text");
            }
            names.add(each.getKey());
        }
        return members.properties();
    }

    private static byte[] name(String unit) {
        return unit.getBytes(US_ASCII);
    }
}
