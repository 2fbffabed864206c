package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.json.Mapping;
import io.tallygate.gateway.observe.Limit;
import io.tallygate.gateway.policy.GatheredOctets;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A route's member `aggregate` as the feed tells it. An [IllegalArgumentException] says, to a person, why it cannot be
/// used: the route is refused alone.
public final class AggregationReader {
    static final int MAX_STEPS = 16;
    private static final int MAX_EXPRESSION = 16 << 10;
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_BYTES = 32 << 20;

    private AggregationReader() {}

    /// The policy that gathers what the steps look at.
    /// @return  null: they look at no body
    public static @Nullable Policy gathering(Aggregation aggregation, PolicyEnvironment environment) {
        return aggregation.looksAtBody()
                ? new AggregateBodyPolicy(MAX_BODY, environment.surroundings().metrics())
                : null;
    }

    public static Aggregation read(JsonNode aggregate, PolicyEnvironment environment) {
        PolicyConfiguration config =
                PolicyConfiguration.of(aggregate, "steps", "mapping", "partialMember", "timeoutMillis", "maxBytes");
        int maxBytes = config.number("maxBytes", 4 << 20, 1, MAX_BYTES);
        List<PolicyConfiguration> written = config.objects("steps", StepReader.MEMBERS);
        if (written.isEmpty() || written.size() > MAX_STEPS) {
            if (!written.isEmpty()) {
                environment.surroundings().metrics().hit(Limit.AGGREGATE_STEPS);
            }
            throw config.wrong("steps", "are 1 to " + MAX_STEPS);
        }
        List<Step> steps = new ArrayList<>();
        for (PolicyConfiguration step : written) {
            steps.add(StepReader.read(step, environment.route(), maxBytes));
        }
        steps = withAllNeeds(steps);
        return new Aggregation(
                environment.route(),
                steps,
                assembly(config),
                config.number("timeoutMillis", 15_000, 1, 120_000) * 1_000_000L,
                maxBytes,
                steps.stream()
                        .flatMap(step -> step.references().stream())
                        .anyMatch(each -> each.source().equals("body")),
                environment.surroundings().shared(GatheredOctets.class, GatheredOctets::new),
                Map.of());
    }

    private static Assembly assembly(PolicyConfiguration config) {
        String text = config.raw("mapping").asText("");
        if (text.length() > MAX_EXPRESSION) {
            throw config.wrong("mapping", "has more than " + MAX_EXPRESSION + " characters");
        }
        String member = config.optionalText("partialMember");
        if (member != null && !text.isEmpty()) {
            throw config.wrong("partialMember", "and mapping exclude each other: an expression knows $partial");
        }
        return new Assembly(text.isEmpty() ? null : Mapping.of(text), member);
    }

    /// A step needs those that its templates refer to, too.
    private static List<Step> withAllNeeds(List<Step> steps) {
        Map<String, Set<String>> needs = new HashMap<>();
        for (Step step : steps) {
            Set<String> of = new HashSet<>(step.needs());
            for (Reference reference : step.references()) {
                if (!reference.isOfRequest()) {
                    of.add(reference.source());
                }
            }
            if (needs.put(step.id(), of) != null) {
                throw new IllegalArgumentException("two steps are called " + step.id());
            }
        }
        needs.forEach((step, of) -> of.forEach(need -> {
            if (!needs.containsKey(need)) {
                throw new IllegalArgumentException("step " + step + " needs " + need + ", which is none");
            }
        }));
        checkOrder(needs);
        return steps.stream()
                .map(step -> step.needing(needs.getOrDefault(step.id(), Set.of())))
                .toList();
    }

    private static void checkOrder(Map<String, Set<String>> needs) {
        Set<String> ordered = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, Set<String>> step : needs.entrySet()) {
                more |= ordered.containsAll(step.getValue()) && ordered.add(step.getKey());
            }
        }
        if (ordered.size() < needs.size()) {
            throw new IllegalArgumentException("steps need each other in a circle");
        }
    }
}
