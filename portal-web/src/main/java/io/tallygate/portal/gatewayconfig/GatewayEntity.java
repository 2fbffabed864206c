package io.tallygate.portal.gatewayconfig;

import io.tallygate.metering.meter.TenantId;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The value of one configured entity, as a gateway needs it. Built by the room that owns the entity; what a
/// gateway could not use is refused here, in the transaction that would have published it.
public sealed interface GatewayEntity {
    Kind kind();

    /// The `value` of a `put` line.
    default JsonObject toJson(TenantId tenant) {
        return EntityJson.of(tenant, this);
    }

    /// How a tenant stands as a whole. Gateways know nothing of one that is open.
    enum Tenant implements GatewayEntity {
        /// Its APIs answer nobody.
        SUSPENDED("suspended");

        private final String wireName;

        Tenant(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }

        @Override
        public Kind kind() {
            return Kind.TENANT;
        }
    }

    /// The service behind routes.
    /// @param basePath  without a trailing slash; empty for the root
    /// @param rules     further members in the contract's words, checked by who made them; secrets are sealed
    record Upstream(
            String scheme,
            List<Target> targets,
            String basePath,
            int connectTimeoutMillis,
            int responseTimeoutMillis,
            JsonObject rules)
            implements GatewayEntity {
        private static final Set<String> OWN =
                Set.of("tenant", "scheme", "targets", "basePath", "connectTimeoutMillis", "responseTimeoutMillis");

        public Upstream(
                String scheme,
                List<Target> targets,
                String basePath,
                int connectTimeoutMillis,
                int responseTimeoutMillis) {
            this(scheme, targets, basePath, connectTimeoutMillis, responseTimeoutMillis, JsonObject.EMPTY_JSON_OBJECT);
        }

        public Upstream {
            require(scheme.equals("http") || scheme.equals("https"), "scheme", scheme);
            targets = List.copyOf(targets);
            require(!targets.isEmpty() && targets.size() <= 100, "targets", targets.size());
            requirePrefix(basePath, "basePath");
            require(
                    connectTimeoutMillis >= 1 && connectTimeoutMillis <= 60_000,
                    "connect timeout",
                    connectTimeoutMillis);
            require(
                    responseTimeoutMillis >= 1 && responseTimeoutMillis <= 600_000,
                    "response timeout",
                    responseTimeoutMillis);
            require(rules.keySet().stream().noneMatch(OWN::contains), "rules", rules.keySet());
        }

        @Override
        public Kind kind() {
            return Kind.UPSTREAM;
        }
    }

    /// @param host    lower case; an IPv6 address without brackets
    /// @param weight  its share among the targets of one upstream
    record Target(String host, int port, int weight) {
        private static final Pattern HOST = Pattern.compile("[0-9a-z:._-]{1,253}");

        public Target {
            require(HOST.matcher(host).matches(), "host", host);
            require(port >= 1 && port <= 65_535, "port", port);
            require(weight >= 1 && weight <= 1000, "weight", weight);
        }
    }

    /// What the gateway answers.
    /// @param environment        `live` or `test`
    /// @param hosts              empty: any host of the group
    /// @param conditions         which requests are meant: those that meet any; the first is the main one
    /// @param stripPath          whether what the path condition matched is taken off before the call goes upstream
    /// @param stripSegments      so many segments are, instead; null: all that was matched
    /// @param keyQueryParameter  the query parameter that may carry the key, if any may
    /// @param policies           in the contract's words, checked by who made them
    /// @param aggregate          the calls that make its answer, likewise; null: its upstream answers
    record Route(
            String tenantSlug,
            String environment,
            UUID api,
            UUID apiVersion,
            List<String> hosts,
            List<Conditions> conditions,
            boolean stripPath,
            @Nullable Integer stripSegments,
            UUID upstream,
            Authentication authentication,
            @Nullable String keyQueryParameter,
            boolean metered,
            JsonArray policies,
            @Nullable JsonObject aggregate,
            List<Operation> operations)
            implements GatewayEntity {
        private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
        private static final Pattern HOST = Pattern.compile(
                "(\\*\\.)?[0-9a-z._-]{1,253}(:[0-9]{1,5})?|[0-9a-f:.]{2,45}|\\[[0-9a-f:.]{2,45}\\](:[0-9]{1,5})?");

        public Route {
            requireEnvironment(environment);
            hosts = List.copyOf(hosts);
            hosts.forEach(host -> require(HOST.matcher(host).matches(), "host", host));
            conditions = List.copyOf(conditions);
            require(!conditions.isEmpty() && conditions.size() <= 64, "conditions", conditions.size());
            require(stripSegments == null || stripSegments >= 0, "strip segments", stripSegments);
            operations = List.copyOf(operations);
        }

        @Override
        public Kind kind() {
            return Kind.ROUTE;
        }
    }

    /// Which requests a route answers.
    /// @param path     raw; of a prefix without a trailing slash, and empty for the root
    /// @param methods  empty: any method
    /// @param headers  in the contract's words
    /// @param query    as `headers`
    record Conditions(String path, PathMatch match, List<String> methods, JsonArray headers, JsonArray query) {
        public Conditions {
            if (match == PathMatch.PREFIX) {
                requirePrefix(path, "path");
            }
            require(path.length() <= 2048, "path", path);
            methods = List.copyOf(methods);
            methods.forEach(method -> require(Route.METHOD.matcher(method).matches(), "method", method));
        }

        /// All below a path, whatever the method.
        public static Conditions below(String path) {
            return new Conditions(
                    path, PathMatch.PREFIX, List.of(), JsonArray.EMPTY_JSON_ARRAY, JsonArray.EMPTY_JSON_ARRAY);
        }
    }

    /// How a path condition is read.
    enum PathMatch {
        PREFIX,
        EXACT,
        TEMPLATE,
        REGEX;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How a call on a route shows who it is from.
    enum Authentication {
        API_KEY("api-key"),
        NONE("none");

        private final String wireName;

        Authentication(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /// A name for usage.
    /// @param path  a template such as `/orders/{id}`, relative to the route's prefix
    record Operation(String id, String method, String path) {
        public Operation {
            require(!id.isEmpty() && id.length() <= 200, "operation", id);
            require(Route.METHOD.matcher(method).matches(), "method", method);
            require(path.startsWith("/") && path.length() <= 2048, "operation path", path);
        }
    }

    /// What an application shows to be known. No secret ever comes here.
    record Credential(
            String environment,
            Shown shown,
            List<String> scopes,
            UUID application,
            UUID consumer,
            @Nullable Instant expiresAt)
            implements GatewayEntity {
        public Credential {
            requireEnvironment(environment);
            scopes = List.copyOf(scopes);
        }

        /// An API key.
        public Credential(
                String environment, String sha256, UUID application, UUID consumer, @Nullable Instant expiresAt) {
            this(environment, new Shown.Key(sha256), List.of(), application, consumer, expiresAt);
        }

        @Override
        public Kind kind() {
            return Kind.CREDENTIAL;
        }
    }

    /// How a credential is recognised. Hashes are in lower-case hexadecimal.
    sealed interface Shown {
        /// @param sha256  of the whole key's text
        record Key(String sha256) implements Shown {
            public Key {
                requireHash(sha256);
            }
        }

        /// @param sha256  of `user:secret`
        record Basic(String sha256) implements Shown {
            public Basic {
                requireHash(sha256);
            }
        }

        /// @param sha256  of its DER
        record Certificate(String sha256) implements Shown {
            public Certificate {
                requireHash(sha256);
            }
        }

        /// @param name  of a certificate, as RFC 2253 writes it
        record Subject(String name) implements Shown {}

        /// @param client  what the claim says that names the application
        record Token(String issuer, String client) implements Shown {}
    }

    /// An application on a plan version, and the APIs that this covers.
    /// @param timeZone  decides where a quota's month begins
    /// @param endsAt    not included
    record Subscription(
            UUID application,
            UUID consumer,
            UUID product,
            List<UUID> apis,
            UUID planVersion,
            ZoneId timeZone,
            String environment,
            SubscriptionStatus status,
            Instant startsAt,
            @Nullable Instant endsAt)
            implements GatewayEntity {
        public Subscription {
            apis = List.copyOf(apis);
            requireEnvironment(environment);
        }

        @Override
        public Kind kind() {
            return Kind.SUBSCRIPTION;
        }
    }

    /// Only an active subscription admits calls.
    enum SubscriptionStatus {
        ACTIVE("active"),
        SUSPENDED("suspended"),
        CANCELLED("cancelled");

        private final String wireName;

        SubscriptionStatus(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /// The limits of a plan version.
    /// @param monthlyQuota  billable calls a month; null: unlimited
    /// @param rateLimit     null: unlimited
    record PlanVersion(
            UUID plan,
            String planName,
            @Nullable Long monthlyQuota,
            @Nullable RateLimit rateLimit) implements GatewayEntity {
        public PlanVersion {
            require(!planName.isEmpty() && planName.length() <= 200, "plan name", planName);
            require(monthlyQuota == null || monthlyQuota >= 0, "quota", monthlyQuota);
        }

        @Override
        public Kind kind() {
            return Kind.PLAN_VERSION;
        }
    }

    /// What a tenant counts.
    /// @param definition  in the contract's words, checked by who made it
    record Meter(JsonObject definition) implements GatewayEntity {
        public Meter {
            require(!definition.containsKey("tenant"), "definition", definition.keySet());
        }

        @Override
        public Kind kind() {
            return Kind.METER;
        }
    }

    /// What a tenant's back ends show when they report usage. No secret ever comes here.
    /// @param sha256    of the whole secret's text, in lower-case hexadecimal
    /// @param notAfter  it opens nothing from then on; null: as long as it is there
    record EventCredential(
            String environment, String sha256, @Nullable Instant notAfter) implements GatewayEntity {
        public EventCredential {
            requireEnvironment(environment);
            requireHash(sha256);
        }

        @Override
        public Kind kind() {
            return Kind.EVENT_CREDENTIAL;
        }
    }

    /// At most `calls` calls in `seconds` seconds.
    record RateLimit(long calls, long seconds) {
        public RateLimit {
            require(calls >= 1 && calls <= 1_000_000_000, "rate limit calls", calls);
            require(seconds >= 1 && seconds <= 86_400, "rate limit seconds", seconds);
        }
    }

    private static void requireHash(String sha256) {
        require(Prefix.SHA256.matcher(sha256).matches(), "sha256", "not 64 hexadecimal digits");
    }

    private static void requireEnvironment(String environment) {
        require(environment.equals("live") || environment.equals("test"), "environment", environment);
    }

    private static void requirePrefix(String path, String name) {
        require(path.length() <= 2048 && Prefix.PATTERN.matcher(path).matches(), name, path);
    }

    private static void require(boolean holds, String name, @Nullable Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + Objects.toString(value));
        }
    }

    /// Interfaces have no private constants.
    final class Prefix {
        private static final Pattern PATTERN = Pattern.compile("(/[^/?#\\s]+)*");
        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        private Prefix() {}
    }
}
