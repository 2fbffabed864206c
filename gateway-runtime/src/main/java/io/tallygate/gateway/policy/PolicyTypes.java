package io.tallygate.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The kinds of policies that this process knows, by name.
public final class PolicyTypes {
    private static final PolicyTypes BUILT_IN = of(ServiceLoader.load(PolicyType.class));

    private final Map<String, PolicyType> byName;

    private PolicyTypes(Map<String, PolicyType> byName) {
        this.byName = byName;
    }

    public static PolicyTypes of(Iterable<PolicyType> types) {
        Map<String, PolicyType> byName = new TreeMap<>();
        for (PolicyType type : types) {
            if (byName.putIfAbsent(type.name(), type) != null) {
                throw new IllegalStateException("two kinds of policies are called " + type.name());
            }
        }
        return new PolicyTypes(byName);
    }

    public static PolicyTypes builtIn() {
        return BUILT_IN;
    }

    public Collection<PolicyType> all() {
        return byName.values();
    }

    /// @return  null: there is no such kind
    public @Nullable PolicyType find(String name) {
        return byName.get(name);
    }

    /// One member of a route's `policies`.
    /// @throws IllegalArgumentException  says why it cannot be used
    public Placed create(JsonNode member, PolicyEnvironment environment) {
        String name = member.path("policy").asText();
        PolicyType type = byName.get(name);
        if (type == null) {
            throw new IllegalArgumentException("this gateway knows no policy called " + name);
        }
        JsonNode configuration = member.path("config");
        try {
            return new Placed(type.order(), type.create(configuration, environment));
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException("policy " + name + ": " + unusable.getMessage(), unusable);
        }
    }

    /// A policy and when it acts.
    public record Placed(int order, Policy policy) {}
}
