package io.tallygate.gateway.policy.ratelimit;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.counter.Allowance;
import io.tallygate.gateway.counter.KeyedLimit;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.limit.LimitFields;
import io.tallygate.gateway.policy.limit.LimitPolicy;
import io.tallygate.gateway.policy.limit.LimitSettings;
import io.tallygate.gateway.policy.limit.RouteLimit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The configuration of a rate limit.
/// @param limits  all are checked, then all are counted
public record RateLimitConfig(LimitSettings settings, List<Rate> limits) {
    private static final int MOST_LIMITS = 8;
    private static final Set<String> RATE_MEMBERS = Set.of("name", "units", "seconds", "window", "burst");

    /// One of the limits.
    /// @param name  as clients see it
    public record Rate(String name, Allowance allowance) {}

    public RateLimitConfig {
        limits = List.copyOf(limits);
    }

    /// @throws IllegalArgumentException  says, to a person, why it cannot be used
    public static RateLimitConfig of(JsonNode config) {
        Set<String> members = new HashSet<>(LimitSettings.MEMBERS);
        members.add("limits");
        LimitSettings.only(config, members);
        JsonNode limits = config.path("limits");
        if (!limits.isArray() || limits.isEmpty() || limits.size() > MOST_LIMITS) {
            throw new IllegalArgumentException("limits is not a list of 1 to " + MOST_LIMITS);
        }
        List<Rate> rates = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode limit : limits) {
            if (!limit.has("units")) {
                continue; // nobody may save such a one; what was saved before must not close its route
            }
            Rate rate = rate(limit, limits.size() == 1);
            if (!names.add(rate.name)) {
                throw new IllegalArgumentException("two limits are called " + rate.name);
            }
            rates.add(rate);
        }
        return new RateLimitConfig(LimitSettings.of(config), rates);
    }

    private static Rate rate(JsonNode limit, boolean only) {
        LimitSettings.only(limit, RATE_MEMBERS);
        long units = LimitSettings.number(limit, "units", -1, 1, 1_000_000_000);
        int seconds = (int) LimitSettings.number(limit, "seconds", -1, 1, 86_400);
        if (units < 0 || seconds < 0) {
            throw new IllegalArgumentException("a limit has units and seconds");
        }
        String window = LimitSettings.oneOf(limit, "window", "sliding", "sliding", "fixed", "bucket");
        if (limit.has("burst") != window.equals("bucket")) {
            throw new IllegalArgumentException("a bucket has a burst, and nothing else has one");
        }
        Allowance allowance = switch (window) {
            case "fixed" -> new Allowance.Fixed(units, seconds);
            case "bucket" ->
                new Allowance.Bucket(units, seconds, LimitSettings.number(limit, "burst", 1, 1, 1_000_000_000));
            default -> new Allowance.Sliding(units, seconds);
        };
        return new Rate(LimitSettings.name(limit, "name", only ? "route" : "route-" + seconds + "s"), allowance);
    }

    LimitPolicy policy(PolicyEnvironment environment) {
        List<RouteLimit> all = new ArrayList<>();
        for (Rate rate : limits) {
            KeyedLimit keyed = new KeyedLimit(
                    settings.table(environment, RateLimitPolicyType.NAME, rate.name, rate.allowance), rate.allowance);
            all.add(new RouteLimit(
                    keyed,
                    settings.key(),
                    settings.otherwise(),
                    new LimitFields(rate.name),
                    true,
                    false,
                    settings.status()));
        }
        return new LimitPolicy(environment.counts(), all, settings.cost());
    }
}
