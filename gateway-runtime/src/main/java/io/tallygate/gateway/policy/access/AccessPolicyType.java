package io.tallygate.gateway.policy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.access.AccessPolicy.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `access`
public final class AccessPolicyType implements PolicyType {
    @Override
    public String name() {
        return "access";
    }

    /// Behind the policies that ask who calls, before the limits.
    @Override
    public int order() {
        return 250;
    }

    @Override
    public JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), "access.schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config =
                PolicyConfiguration.of(configuration, "scopes", "operations", "consumers", "applications");
        Set<String> scopes = new TreeSet<>(scopes(config, "scopes"));
        List<Operation> operations = new ArrayList<>();
        List<String> names = new ArrayList<>();
        config.raw("operations").fieldNames().forEachRemaining(names::add);
        PolicyConfiguration byName = config.object("operations", names.toArray(String[]::new));
        for (String name : names) {
            Set<String> needed = new TreeSet<>(scopes);
            needed.addAll(scopes(byName, name));
            operations.add(new Operation(name.getBytes(UTF_8), needed));
        }
        CallerList consumers = callers(config, "consumers");
        CallerList applications = callers(config, "applications");
        if (scopes.isEmpty() && operations.isEmpty() && consumers.isEmpty() && applications.isEmpty()) {
            throw new IllegalArgumentException("it asks for nothing");
        }
        return new AccessPolicy(scopes, operations, consumers, applications);
    }

    /// A scope's characters are those of RFC 6749 (3.3).
    private static List<String> scopes(PolicyConfiguration config, String name) {
        List<String> scopes = config.texts(name);
        for (String scope : scopes) {
            if (!scope.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
                throw config.wrong(name, "holds what is no scope");
            }
        }
        return scopes;
    }

    private static CallerList callers(PolicyConfiguration config, String name) {
        PolicyConfiguration list = config.object(name, "allow", "deny");
        return new CallerList(list.uuids("allow"), list.uuids("deny"));
    }
}
