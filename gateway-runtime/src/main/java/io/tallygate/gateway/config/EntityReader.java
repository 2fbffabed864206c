package io.tallygate.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.aggregate.Aggregation;
import io.tallygate.gateway.aggregate.AggregationReader;
import io.tallygate.gateway.config.FeedBatch.Entity;
import io.tallygate.gateway.consumer.Credential;
import io.tallygate.gateway.consumer.Plan;
import io.tallygate.gateway.counter.LimitCounts;
import io.tallygate.gateway.policy.Policy;
import io.tallygate.gateway.policy.PolicyChain;
import io.tallygate.gateway.policy.PolicyEnvironment;
import io.tallygate.gateway.policy.PolicySurroundings;
import io.tallygate.gateway.policy.PolicyTypes;
import io.tallygate.gateway.policy.PolicyTypes.Placed;
import io.tallygate.gateway.policy.apikey.ApiKeyCheck;
import io.tallygate.gateway.policy.caller.CallerPolicy;
import io.tallygate.gateway.policy.limit.CallCost;
import io.tallygate.gateway.policy.limit.LimitPolicy;
import io.tallygate.gateway.policy.limit.PlanLimit;
import io.tallygate.gateway.route.Operations;
import io.tallygate.gateway.route.Route;
import io.tallygate.gateway.upstream.Target;
import io.tallygate.gateway.upstream.Upstream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The feed's values into what the rooms work with. An [IllegalArgumentException] says, to a person, why one cannot be
/// used. Members that are not known are not looked at.
final class EntityReader {
    private EntityReader() {}

    /// @param upstream  its id
    /// @param others       that it calls besides
    /// @param aggregation  null: its upstream answers
    /// @param unusable     why it is a [ClosedRoute]; null: it is none
    record RouteValue(
            Route route,
            UUID upstream,
            PolicyChain policies,
            Set<UUID> others,
            @Nullable Aggregation aggregation,
            @Nullable String unusable) {
        /// All that it calls.
        Set<UUID> upstreams() {
            if (others.isEmpty()) {
                return Set.of(upstream);
            }
            Set<UUID> all = new HashSet<>(others);
            all.add(upstream);
            return all;
        }
    }

    /// A subscription before its plan is known.
    record SubscriptionValue(
            UUID id,
            UUID tenant,
            String environment,
            UUID application,
            UUID product,
            Set<UUID> apis,
            UUID planVersion,
            ZoneId zone,
            boolean active,
            long startsAt,
            long endsAt) {}

    /// @param suspended  its APIs are closed
    record TenantValue(UUID tenant, boolean suspended) {}

    /// @return  one of [TenantValue], [Upstream], [RouteValue], [Credential], [Plan], [SubscriptionValue],
    ///         [EventReader.MeterValue], [io.tallygate.gateway.events.EventCredential]
    static Object read(
            Entity entity, JsonNode value, LimitCounts counts, PolicySurroundings surroundings, PolicyTypes kinds) {
        UUID id = entity.id();
        return switch (Kind.of(entity.kind())) {
            case null -> throw new IllegalArgumentException("this gateway does not know the kind");
            case TENANT -> new TenantValue(tenant(value), suspended(value));
            case UPSTREAM -> upstream(id, value);
            case ROUTE -> route(id, value, counts, surroundings, kinds);
            case CREDENTIAL -> credential(id, value);
            case PLAN_VERSION -> plan(id, value);
            case SUBSCRIPTION -> subscription(id, value);
            case METER -> EventReader.meter(id, value);
            case EVENT_CREDENTIAL -> EventReader.credential(id, value);
        };
    }

    private static boolean suspended(JsonNode value) {
        return oneOf(value, "status", "active", "suspended").equals("suspended");
    }

    static UUID tenant(JsonNode value) {
        return uuid(value, "tenant");
    }

    static Upstream upstream(UUID id, JsonNode value) {
        boolean tls = oneOf(value, "scheme", "http", "https").equals("https");
        List<Target> targets = new ArrayList<>();
        for (JsonNode target : array(value, "targets")) {
            targets.add(new Target(
                    text(target, "host"),
                    (int) number(target, "port", 1, 65_535),
                    (int) number(target, "weight", 1, 1000),
                    tls));
        }
        return new Upstream(
                digest(value),
                id,
                uuid(value, "tenant"),
                tls,
                targets,
                basePath(value),
                (int) number(value, "connectTimeoutMillis", 1, 60_000),
                (int) number(value, "responseTimeoutMillis", 1, 600_000),
                value.has("protocol")
                        && oneOf(value, "protocol", "http1", "http2").equals("http2"),
                UpstreamReader.rules(value));
    }

    private static byte[] digest(JsonNode value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.toString().getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static RouteValue route(
            UUID id, JsonNode value, LimitCounts counts, PolicySurroundings surroundings, PolicyTypes kinds) {
        Route route = answering(id, value);
        try {
            PolicyEnvironment environment = new PolicyEnvironment(route, counts, surroundings);
            Aggregation aggregation =
                    value.has("aggregate") ? AggregationReader.read(value.path("aggregate"), environment) : null;
            PolicyChain policies = policies(value, environment, kinds, aggregation);
            Set<UUID> others = new HashSet<>(policies.upstreams());
            if (aggregation != null) {
                others.addAll(aggregation.needed());
            }
            return new RouteValue(route, uuid(value, "upstream"), policies, others, aggregation, null);
        } catch (IllegalArgumentException wrong) {
            String why = String.valueOf(wrong.getMessage());
            return new RouteValue(route, ClosedRoute.NOWHERE.id(), ClosedRoute.POLICIES, Set.of(), null, why);
        }
    }

    /// What a route answers, without what happens then.
    static Route answering(UUID id, JsonNode value) {
        List<Operations.Template> operations = new ArrayList<>();
        for (JsonNode operation : array(value, "operations")) {
            operations.add(new Operations.Template(
                    text(operation, "id"), text(operation, "method"), absolute(text(operation, "path"))));
        }
        return new Route(
                id,
                uuid(value, "tenant"),
                text(value, "tenantSlug"),
                oneOf(value, "environment", "live", "test"),
                uuid(value, "api"),
                uuid(value, "apiVersion"),
                RouteReader.hosts(value),
                RouteReader.matches(value),
                bool(value, "stripPath"),
                value.has("stripSegments") ? (int) number(value, "stripSegments", 0, 1000) : -1,
                bool(value, "metered"),
                Operations.of(operations));
    }

    /// Those that its other members ask for, and those of `policies`, in the order that their kinds declare.
    private static PolicyChain policies(
            JsonNode value, PolicyEnvironment environment, PolicyTypes kinds, @Nullable Aggregation aggregation) {
        boolean none = !value.has("policies")
                || value.path("policies").isArray() && value.path("policies").isEmpty();
        if (none && aggregation == null) {
            // nothing of it depends on the route alone: many share it
            UsualPolicies usual = environment.surroundings().shared(UsualPolicies.class, _ -> new UsualPolicies());
            String authentication = oneOf(value, "authentication", "api-key", "none");
            return usual.of(
                    environment.counts(),
                    authentication,
                    environment.route().tenantSlug(),
                    optionalText(value, "keyQueryParameter"),
                    () -> chain(value, environment, kinds, null));
        }
        return chain(value, environment, kinds, aggregation);
    }

    private static PolicyChain chain(
            JsonNode value, PolicyEnvironment environment, PolicyTypes kinds, @Nullable Aggregation aggregation) {
        List<Placed> placed = new ArrayList<>();
        if (oneOf(value, "authentication", "api-key", "none").equals("api-key")) {
            String parameter = optionalText(value, "keyQueryParameter");
            placed.add(new Placed(
                    "api-key", 200, ApiKeyCheck.usual(environment.route().tenantSlug(), parameter)));
        }
        if (value.has("policies")) {
            for (JsonNode member : array(value, "policies")) {
                placed.add(kinds.create(member, environment));
            }
        }
        if (placed.stream().anyMatch(each -> each.policy() instanceof CallerPolicy)) {
            List<PlanLimit> ofPlan = List.of(PlanLimit.RATE, PlanLimit.QUOTA);
            placed.add(new Placed("plan", 300, new LimitPolicy(environment.counts(), ofPlan, CallCost.ONE)));
        }
        environment.claims().complete();
        Policy gathering = aggregation == null ? null : AggregationReader.gathering(aggregation, environment);
        if (gathering != null) {
            placed.add(new Placed("aggregate", Integer.MAX_VALUE, gathering));
        }
        placed.sort(Comparator.comparingInt(Placed::order)); // stable: those alike stay in the order they were given
        return placed.isEmpty() ? PolicyChain.NONE : new PolicyChain(placed);
    }

    static Credential credential(UUID id, JsonNode value) {
        return CredentialReader.credential(id, value);
    }

    static Plan plan(UUID id, JsonNode value) {
        long monthlyCalls = -1;
        long rateCalls = 0;
        int rateSeconds = 1;
        if (value.hasNonNull("quota")) {
            oneOf(value.path("quota"), "period", "month");
            monthlyCalls = number(value.path("quota"), "calls", 0, 1L << 53);
        }
        if (value.path("rateLimit").has("calls")) { // one without a number limits nothing
            rateCalls = number(value.path("rateLimit"), "calls", 1, 1_000_000_000);
            rateSeconds = (int) number(value.path("rateLimit"), "seconds", 1, 86_400);
        }
        return new Plan(id, text(value, "planName"), monthlyCalls, rateCalls, rateSeconds);
    }

    static SubscriptionValue subscription(UUID id, JsonNode value) {
        Set<UUID> apis = new HashSet<>();
        for (String api : texts(value, "apis")) {
            apis.add(UUID.fromString(api));
        }
        return new SubscriptionValue(
                id,
                uuid(value, "tenant"),
                oneOf(value, "environment", "live", "test"),
                uuid(value, "application"),
                uuid(value, "product"),
                apis,
                uuid(value, "planVersion"),
                zone(value, "timeZone"),
                oneOf(value, "status", "active", "suspended", "cancelled").equals("active"),
                instant(value, "startsAt", null),
                instant(value, "endsAt", Long.MAX_VALUE));
    }

    static String text(JsonNode value, String name) {
        JsonNode text = value.path(name);
        if (!text.isTextual() || text.asText().isEmpty() || text.asText().length() > 4096) {
            throw new IllegalArgumentException(name + " is not a text");
        }
        return text.asText();
    }

    private static @Nullable String optionalText(JsonNode value, String name) {
        return value.hasNonNull(name) ? text(value, name) : null;
    }

    static String oneOf(JsonNode value, String name, String... known) {
        String text = text(value, name);
        for (String each : known) {
            if (each.equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException(name + " is none of " + String.join(", ", known));
    }

    static UUID uuid(JsonNode value, String name) {
        String text = text(value, name);
        if (text.length() != 36) {
            throw new IllegalArgumentException(name + " is not a UUID");
        }
        return UUID.fromString(text);
    }

    private static boolean bool(JsonNode value, String name) {
        if (!value.path(name).isBoolean()) {
            throw new IllegalArgumentException(name + " is neither true nor false");
        }
        return value.path(name).asBoolean();
    }

    static long number(JsonNode value, String name, long least, long most) {
        JsonNode number = value.path(name);
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.asLong() < least
                || number.asLong() > most) {
            throw new IllegalArgumentException(name + " is not a number from " + least + " to " + most);
        }
        return number.asLong();
    }

    static Iterable<JsonNode> array(JsonNode value, String name) {
        if (!value.path(name).isArray()) {
            throw new IllegalArgumentException(name + " is not a list");
        }
        return value.path(name);
    }

    static List<String> texts(JsonNode value, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : array(value, name)) {
            if (!each.isTextual() || each.asText().isEmpty()) {
                throw new IllegalArgumentException(name + " holds what is not a text");
            }
            texts.add(each.asText());
        }
        return texts;
    }

    /// Empty, or segments each led by a slash.
    static String prefix(JsonNode value, String name) {
        JsonNode text = value.path(name);
        if (!text.isTextual() || !text.asText().isEmpty() && !isPrefix(text.asText())) {
            throw new IllegalArgumentException(name + " is not a path prefix");
        }
        return text.asText();
    }

    /// As [#prefix], or with a slash at its end.
    private static String basePath(JsonNode value) {
        String text = value.path("basePath").asText();
        String clean = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!value.path("basePath").isTextual() || !clean.isEmpty() && !isPrefix(clean)) {
            throw new IllegalArgumentException("basePath is not a path");
        }
        return text;
    }

    private static boolean isPrefix(String path) {
        return path.startsWith("/")
                && !path.endsWith("/")
                && path.length() <= 2048
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '?' && c != '#');
    }

    private static String absolute(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("an operation's path does not begin with /");
        }
        return path;
    }

    private static ZoneId zone(JsonNode value, String name) {
        try {
            return ZoneId.of(text(value, name));
        } catch (DateTimeException unknown) {
            throw new IllegalArgumentException(name + " is not a time zone", unknown);
        }
    }

    static long instant(JsonNode value, String name, @Nullable Long absent) {
        if (absent != null && !value.hasNonNull(name)) {
            return absent;
        }
        try {
            return Instant.parse(text(value, name)).toEpochMilli();
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(name + " is not a time", malformed);
        }
    }
}
