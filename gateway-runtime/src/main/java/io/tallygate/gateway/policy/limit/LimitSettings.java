package io.tallygate.gateway.policy.limit;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.counter.Allowance;
import io.tallygate.gateway.counter.CountTable;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.counter.Sharing;
import io.tallygate.gateway.policy.PolicyEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the configurations of rate limits and quotas have in common.
/// @param key         whom the limits are counted for
/// @param otherwise   whom for a call that lacks what the key is made of; null: such a call is not limited
/// @param cost        units of a call
/// @param counter     the tenant's limits of one environment that name the same counter count together; null: the
/// route's
///                    own
/// @param sharing     null: each instance of a group counts alone
/// @param status      of a refusal
/// @param mostKeys    that are counted at a time
public record LimitSettings(
        LimitKey key,
        @Nullable LimitKey otherwise,
        CallCost cost,
        @Nullable String counter,
        @Nullable Sharing sharing,
        int status,
        int mostKeys) {

    /// The names of its members.
    public static final Set<String> MEMBERS =
            Set.of("by", "otherwise", "cost", "counter", "scope", "whenStoreLost", "status", "keys");

    private static final int MOST_OPERATIONS = 1_000;

    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    public static LimitSettings of(JsonNode config) {
        boolean alone = oneOf(config, "scope", "group", "group", "instance").equals("instance");
        boolean refuses =
                oneOf(config, "whenStoreLost", "share", "share", "refuse").equals("refuse");
        return new LimitSettings(
                LimitKey.of(text(config, "by", "address")),
                config.has("otherwise") ? LimitKey.of(text(config, "otherwise", "")) : null,
                cost(config.path("cost")),
                config.has("counter") ? name(config, "counter", "") : null,
                alone ? null : refuses ? Sharing.REFUSE : Sharing.SHARE,
                (int) number(config, "status", 429, 400, 599),
                (int) number(config, "keys", 10_000, 1, 1_000_000));
    }

    private static CallCost cost(JsonNode cost) {
        if (cost.isMissingNode()) {
            return CallCost.ONE;
        }
        only(cost, Set.of("units", "operations", "answerHeader"));
        Map<String, Long> operations = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> operation : cost.path("operations").properties()) {
            operations.put(
                    operation.getKey(), number(cost.path("operations"), operation.getKey(), 1, 0, Allowance.MOST_COST));
        }
        if (operations.size() > MOST_OPERATIONS) {
            throw new IllegalArgumentException("more than " + MOST_OPERATIONS + " operations have a cost");
        }
        String header = cost.has("answerHeader") ? text(cost, "answerHeader", "") : null;
        if (header != null && !header.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("no header is called " + header);
        }
        return new CallCost(number(cost, "units", 1, 0, Allowance.MOST_COST), operations, header);
    }

    /// @param kind  of the policy
    public CountTable table(PolicyEnvironment environment, String kind, String name, Allowance allowance) {
        LimitCounts counts = environment.counts();
        key.claims().forEach(environment.claims()::want);
        if (otherwise != null) {
            otherwise.claims().forEach(environment.claims()::want);
        }
        String owner = counter == null
                ? "route " + environment.route().id()
                : "counter " + environment.route().tenant() + " "
                        + environment.route().environment() + " " + counter;
        return counts.table(kind + " " + owner + " " + name, allowance, mostKeys, sharing);
    }

    // reading --------------------------------------------------------------------------------------------------------

    public static void only(JsonNode config, Set<String> members) {
        if (!config.isObject()) {
            throw new IllegalArgumentException("it is not an object");
        }
        for (Map.Entry<String, JsonNode> member : config.properties()) {
            if (!members.contains(member.getKey())) {
                throw new IllegalArgumentException("there is no " + member.getKey());
            }
        }
    }

    /// @return  `otherwise` when it is not there
    public static String text(JsonNode config, String name, String otherwise) {
        JsonNode text = config.path(name);
        if (text.isMissingNode()) {
            return otherwise;
        }
        if (!text.isTextual() || text.asText().isEmpty() || text.asText().length() > 512) {
            throw new IllegalArgumentException(name + " is not a text");
        }
        return text.asText();
    }

    public static String name(JsonNode config, String name, String otherwise) {
        String text = text(config, name, otherwise);
        if (!text.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException(name + " is not a name of small letters, digits and hyphens");
        }
        return text;
    }

    public static String oneOf(JsonNode config, String name, String otherwise, String... known) {
        String text = text(config, name, otherwise);
        for (String each : known) {
            if (each.equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException(name + " is none of " + String.join(", ", known));
    }

    public static long number(JsonNode config, String name, long otherwise, long least, long most) {
        JsonNode number = config.path(name);
        if (number.isMissingNode()) {
            return otherwise;
        }
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.asLong() < least
                || number.asLong() > most) {
            throw new IllegalArgumentException(name + " is not a number from " + least + " to " + most);
        }
        return number.asLong();
    }

    /// The schema that lies beside a kind of policy.
    public static JsonNode schema(Class<?> type, String file) {
        try (InputStream in = type.getResourceAsStream(file)) {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
