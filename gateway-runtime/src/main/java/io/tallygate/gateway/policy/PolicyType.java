package io.tallygate.gateway.policy;

import com.fasterxml.jackson.databind.JsonNode;

/// A kind of policy that routes can be given. Found with [java.util.ServiceLoader], so that who runs an installation
/// can
/// add kinds of their own.
public interface PolicyType {
    /// As the configuration names it: kebab case.
    String name();

    /// When it acts, among the policies of one route; lower numbers first, and those alike in the order of the route.
    /// 100 addresses and preflights, 200 who calls, 300 limits, 400 what goes upstream, 500 what comes back, 600
    /// bodies and copies.
    int order();

    /// JSON Schema (2020-12) of its configuration.
    JsonNode schema();

    /// @param configuration  of one route; checked against nothing yet
    /// @throws IllegalArgumentException  says, to a person, why it cannot be used: the route is refused alone
    Policy create(JsonNode configuration, PolicyEnvironment environment);
}
