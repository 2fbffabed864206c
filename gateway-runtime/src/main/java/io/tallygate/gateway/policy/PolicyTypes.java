package io.tallygate.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The kinds of policies that this process knows, by name.
public final class PolicyTypes {
    private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private static final int MAX_ORDER = 1_000;
    private static final PolicyTypes BUILT_IN =
            of(ServiceLoader.load(PolicyType.class, PolicyType.class.getClassLoader()));

    private final Map<String, PolicyType> byName = new TreeMap<>();
    private final Map<String, String> jars = new HashMap<>();

    private PolicyTypes() {}

    public static PolicyTypes of(Iterable<PolicyType> types) {
        PolicyTypes all = new PolicyTypes();
        types.forEach(type -> all.add(type, null));
        return all;
    }

    /// The gateway's own and those that came in jars.
    /// @throws IllegalArgumentException  names the jar with a kind that cannot be told from another, or not be used
    public static PolicyTypes with(List<PolicyJars.Found> found) {
        PolicyTypes all = new PolicyTypes();
        BUILT_IN.byName.values().forEach(type -> all.add(type, null));
        found.forEach(each -> all.add(each.type(), each.jar()));
        return all;
    }

    private void add(PolicyType type, @Nullable String jar) {
        String from = jar == null ? type.getClass().getName() : jar;
        String name = type.name();
        if (!name.matches(NAME) || type.order() < 0 || type.order() > MAX_ORDER) {
            throw new IllegalArgumentException(
                    from + ": a kind of policies has a name in kebab case and an order from 0 to " + MAX_ORDER);
        }
        PolicyType before = byName.putIfAbsent(name, type);
        if (before != null) {
            String other = jars.getOrDefault(name, "the gateway itself");
            throw new IllegalArgumentException(
                    from + ": a kind of policies is called " + name + " already, in " + other);
        }
        if (jar != null) {
            jars.put(name, jar);
        }
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

    /// For who makes forms of them: name, order, schema and, unless it is the gateway's own, the jar of each
    /// kind, in the order in which they act.
    public JsonNode described() {
        ArrayNode list = new ObjectMapper().createArrayNode();
        byName.values().stream()
                .sorted(Comparator.comparingInt(PolicyType::order))
                .forEach(type -> {
                    var kind = list.addObject().put("policy", type.name()).put("order", type.order());
                    String jar = jars.get(type.name());
                    if (jar != null) {
                        kind.put("jar", jar);
                    }
                    kind.set("schema", type.schema());
                });
        return list;
    }

    /// As [#described], without the gateway's own.
    public JsonNode added() {
        ArrayNode list = new ObjectMapper().createArrayNode();
        described().forEach(kind -> {
            if (kind.has("jar")) {
                list.add(kind);
            }
        });
        return list;
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
            return new Placed(name, type.order(), type.create(configuration, environment));
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException("policy " + name + ": " + unusable.getMessage(), unusable);
        } catch (RuntimeException
                | LinkageError fault) { // of somebody else's code, perhaps: the route is refused alone
            throw new IllegalArgumentException("policy " + name + " failed: " + fault, fault);
        }
    }

    /// A policy and when it acts.
    /// @param kind  its name
    public record Placed(String kind, int order, Policy policy) {}
}
