package io.tallygate.gateway.config;

import static io.tallygate.gateway.config.EntityReader.number;
import static io.tallygate.gateway.config.EntityReader.oneOf;
import static io.tallygate.gateway.config.EntityReader.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.upstream.Balancing;
import io.tallygate.gateway.upstream.CircuitBreaker;
import io.tallygate.gateway.upstream.HashKey;
import io.tallygate.gateway.upstream.HealthCheck;
import io.tallygate.gateway.upstream.HealthRules;
import io.tallygate.gateway.upstream.RetryRules;
import io.tallygate.gateway.upstream.StatusSet;
import io.tallygate.gateway.upstream.UpstreamCredential;
import io.tallygate.gateway.upstream.UpstreamRules;
import io.tallygate.gateway.upstream.UpstreamTls;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of the feed's upstreams goes beyond their targets. All of it may be absent. An [IllegalArgumentException]
/// says, to a person, what cannot be used, and nothing of what is secret.
final class UpstreamReader {
    private UpstreamReader() {}

    static UpstreamRules rules(JsonNode upstream) {
        UpstreamRules standard = UpstreamRules.standard();
        JsonNode retries = upstream.path("retries");
        return new UpstreamRules(
                or(upstream, "idleTimeoutMillis", 1, 3_600_000, standard.idleTimeoutMillis()),
                upstream.has("balancing") ? balancing(upstream.path("balancing")) : standard.balancing(),
                upstream.has("health") ? health(upstream.path("health")) : standard.health(),
                upstream.has("healthCheck") ? check(upstream.path("healthCheck")) : null,
                upstream.has("circuitBreaker") ? breaker(upstream.path("circuitBreaker")) : null,
                upstream.has("retries") ? retries(retries) : standard.retries(),
                upstream.has("tls") ? trust(upstream.path("tls")) : standard.trust(),
                upstream.has("credential") ? credential(upstream.path("credential")) : null);
    }

    private static Balancing.Kind balancing(JsonNode value) {
        return switch (oneOf(value, "method", "round-robin", "least-requests", "hash")) {
            case "round-robin" -> new Balancing.Kind.InTurn();
            case "least-requests" -> new Balancing.Kind.ByRequests();
            default ->
                new Balancing.Kind.ByHash(
                        switch (oneOf(value, "hashOn", "header", "cookie", "address")) {
                            case "header" -> new HashKey.Header(FieldName.of(text(value, "name")));
                            case "cookie" -> new HashKey.Cookie(text(value, "name"));
                            default -> new HashKey.Address();
                        });
        };
    }

    private static HealthRules health(JsonNode value) {
        HealthRules standard = HealthRules.standard();
        return new HealthRules(
                or(value, "consecutiveFailures", 1, 1000, standard.consecutiveFailures()),
                or(value, "failurePercent", 1, 101, standard.failurePercent()),
                or(value, "minimumCalls", 1, 1_000_000, standard.minimumCalls()),
                or(value, "intervalMillis", 100, 600_000, standard.intervalMillis()),
                or(value, "ejectionMillis", 10, 600_000, standard.ejectionMillis()),
                or(value, "maxEjectedPercent", 0, 100, standard.maxEjectedPercent()),
                value.has("statuses") ? statuses(value) : standard.statuses());
    }

    private static HealthCheck check(JsonNode value) {
        String path = text(value, "path");
        if (!path.startsWith("/") || !path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#' && c != '\\')) {
            throw new IllegalArgumentException("healthCheck.path is not a path");
        }
        return new HealthCheck(
                path,
                or(value, "intervalMillis", 100, 600_000, 5_000),
                or(value, "timeoutMillis", 10, 60_000, 2_000),
                or(value, "wellAfter", 1, 100, 2),
                or(value, "illAfter", 1, 100, 3));
    }

    private static CircuitBreaker.Rules breaker(JsonNode value) {
        return new CircuitBreaker.Rules(
                or(value, "failurePercent", 1, 100, 50),
                or(value, "minimumCalls", 1, 1_000_000, 20),
                or(value, "windowMillis", 100, 600_000, 10_000),
                or(value, "openMillis", 10, 600_000, 5_000),
                or(value, "trialCalls", 1, 1000, 3));
    }

    private static RetryRules retries(JsonNode value) {
        return new RetryRules(
                or(value, "attempts", 0, 5, 1),
                true,
                value.has("statuses") ? statuses(value) : StatusSet.of(List.of()),
                value.path("onTimeout").asBoolean(false),
                or(value, "budgetPercent", 0, 100, RetryRules.standard().budgetPercent()));
    }

    private static UpstreamTls trust(JsonNode value) {
        return UpstreamTls.of(
                pem(value, "authorities"),
                pem(value, "certificate"),
                pem(value, "key"),
                value.has("serverName") ? text(value, "serverName") : null);
    }

    private static @Nullable String pem(JsonNode value, String name) {
        JsonNode text = value.path(name);
        if (text.isMissingNode()) {
            return null;
        }
        if (!text.isTextual() || text.asText().length() > 256 << 10) {
            throw new IllegalArgumentException("tls." + name + " is not a text in PEM");
        }
        return text.asText();
    }

    private static UpstreamCredential credential(JsonNode value) {
        return value.has("header")
                ? UpstreamCredential.header(text(value, "header"), text(value, "value"))
                : UpstreamCredential.basic(text(value, "user"), text(value, "password"));
    }

    private static StatusSet statuses(JsonNode value) {
        List<Integer> statuses = new ArrayList<>();
        for (JsonNode status : EntityReader.array(value, "statuses")) {
            if (!status.isInt() || status.asInt() < 400 || status.asInt() > 599) {
                throw new IllegalArgumentException("statuses holds what is not from 400 to 599");
            }
            statuses.add(status.asInt());
        }
        return StatusSet.of(statuses);
    }

    private static int or(JsonNode value, String name, int least, int most, int absent) {
        return value.has(name) ? (int) number(value, name, least, most) : absent;
    }
}
