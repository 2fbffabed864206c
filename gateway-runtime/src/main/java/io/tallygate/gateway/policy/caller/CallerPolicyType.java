package io.tallygate.gateway.policy.caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyConfiguration;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicyType;
import io.tallygate.gateway.policy.caller.CallerPolicy.Anonymous;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A kind of policy that asks for one kind of credential. Its configuration has the members of [#members] and
/// `anonymous`.
public abstract class CallerPolicyType implements PolicyType {
    private static final String ANONYMOUS = "anonymous";

    @Override
    public final int order() {
        return 200;
    }

    @Override
    public final JsonNode schema() {
        return PolicyConfiguration.schemaBeside(getClass(), name() + ".schema.json");
    }

    @Override
    public Policy create(JsonNode configuration, PolicyEnvironment environment) {
        PolicyConfiguration config = PolicyConfiguration.of(configuration, withAnonymous(members()));
        return new CallerPolicy(List.of(check(config, environment)), anonymous(config));
    }

    /// The names of what its configuration may say.
    protected abstract String[] members();

    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    protected abstract CallerCheck check(PolicyConfiguration config, PolicyEnvironment environment);

    /// As a part of `any-caller`, which says itself who may be anonymous.
    CallerCheck part(JsonNode configuration, PolicyEnvironment environment) {
        return check(PolicyConfiguration.of(configuration, members()), environment);
    }

    static String[] withAnonymous(String... members) {
        return Stream.concat(Stream.of(members), Stream.of(ANONYMOUS)).toArray(String[]::new);
    }

    static @Nullable Anonymous anonymous(PolicyConfiguration config) {
        if (!config.has(ANONYMOUS)) {
            return null;
        }
        PolicyConfiguration nobody = config.object(ANONYMOUS, "consumer", "application");
        return nobody.has("application") || nobody.has("consumer")
                ? new Anonymous(nobody.uuid("application"), nobody.uuid("consumer"))
                : new Anonymous(null, null);
    }

    /// For a challenge: what is shown to people who are asked for a credential.
    protected static String realm(PolicyConfiguration config, PolicyEnvironment environment) {
        String realm =
                config.has("realm") ? config.text("realm") : environment.route().tenantSlug();
        if (!realm.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
            throw config.wrong("realm", "holds a character that has no place in it");
        }
        return realm;
    }
}
