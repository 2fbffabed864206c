package io.tallygate.portal.gatewayconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes the entities of the golden sample out of its JSON.
final class SampleEntities {
    private SampleEntities() {}

    static GatewayEntity read(String kind, JsonNode value) {
        return switch (kind) {
            case "tenant" -> GatewayEntity.Tenant.valueOf(text(value, "status").toUpperCase(Locale.ROOT));
            case "upstream" -> upstream(value);
            case "route" -> route(value);
            case "credential" ->
                new GatewayEntity.Credential(
                        text(value, "environment"),
                        shown(value),
                        texts(value, "scopes"),
                        id(value, "application"),
                        id(value, "consumer"),
                        instant(value, "expiresAt"));
            case "subscription" -> subscription(value);
            case "plan-version" ->
                new GatewayEntity.PlanVersion(
                        id(value, "plan"),
                        text(value, "planName"),
                        value.has("quota") ? value.at("/quota/calls").asLong() : null,
                        value.has("rateLimit")
                                ? new GatewayEntity.RateLimit(
                                        value.at("/rateLimit/calls").asLong(),
                                        value.at("/rateLimit/seconds").asLong())
                                : null);
            case "meter" -> {
                ObjectNode definition = value.deepCopy();
                definition.remove("tenant");
                yield new GatewayEntity.Meter(json(definition).asJsonObject());
            }
            case "eventCredential" ->
                new GatewayEntity.EventCredential(
                        text(value, "environment"), text(value, "sha256"), instant(value, "notAfter"));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static GatewayEntity.Shown shown(JsonNode value) {
        return switch (text(value, "kind")) {
            case "basic" -> new GatewayEntity.Shown.Basic(text(value, "sha256"));
            case "jwt" -> new GatewayEntity.Shown.Token(text(value, "issuer"), text(value, "client"));
            case "certificate" ->
                value.has("sha256")
                        ? new GatewayEntity.Shown.Certificate(text(value, "sha256"))
                        : new GatewayEntity.Shown.Subject(text(value, "subject"));
            default -> new GatewayEntity.Shown.Key(text(value, "sha256"));
        };
    }

    private static GatewayEntity upstream(JsonNode value) {
        List<GatewayEntity.Target> targets = new ArrayList<>();
        value.path("targets")
                .forEach(target -> targets.add(new GatewayEntity.Target(
                        text(target, "host"),
                        target.path("port").asInt(),
                        target.path("weight").asInt())));
        return new GatewayEntity.Upstream(
                text(value, "scheme"),
                targets,
                text(value, "basePath"),
                value.path("connectTimeoutMillis").asInt(),
                value.path("responseTimeoutMillis").asInt(),
                rules(value));
    }

    private static GatewayEntity route(JsonNode value) {
        List<GatewayEntity.Operation> operations = new ArrayList<>();
        value.path("operations")
                .forEach(operation -> operations.add(new GatewayEntity.Operation(
                        text(operation, "id"), text(operation, "method"), text(operation, "path"))));
        List<GatewayEntity.Conditions> sets = new ArrayList<>();
        sets.add(conditions(value));
        value.path("matches").forEach(set -> sets.add(conditions(set)));
        return new GatewayEntity.Route(
                text(value, "tenantSlug"),
                text(value, "environment"),
                id(value, "api"),
                id(value, "apiVersion"),
                texts(value, "hosts"),
                sets,
                value.path("stripPath").asBoolean(),
                value.has("stripSegments") ? value.path("stripSegments").asInt() : null,
                id(value, "upstream"),
                text(value, "authentication").equals("none")
                        ? GatewayEntity.Authentication.NONE
                        : GatewayEntity.Authentication.API_KEY,
                value.has("keyQueryParameter") ? text(value, "keyQueryParameter") : null,
                value.path("metered").asBoolean(),
                list(value, "policies"),
                value.has("aggregate") ? json(value.path("aggregate")).asJsonObject() : null,
                operations);
    }

    private static GatewayEntity.Conditions conditions(JsonNode set) {
        return new GatewayEntity.Conditions(
                text(set, "path"),
                set.has("pathMatch")
                        ? GatewayEntity.PathMatch.valueOf(text(set, "pathMatch").toUpperCase(Locale.ROOT))
                        : GatewayEntity.PathMatch.PREFIX,
                texts(set, "methods"),
                list(set, "headers"),
                list(set, "query"));
    }

    private static JsonArray list(JsonNode value, String name) {
        return value.has(name) ? json(value.path(name)).asJsonArray() : JsonArray.EMPTY_JSON_ARRAY;
    }

    /// All members that the record has no component for.
    private static JsonObject rules(JsonNode upstream) {
        ObjectNode rules = upstream.deepCopy();
        rules.remove(
                List.of("tenant", "scheme", "targets", "basePath", "connectTimeoutMillis", "responseTimeoutMillis"));
        return json(rules).asJsonObject();
    }

    private static JsonValue json(JsonNode value) {
        try (JsonReader reader = Json.createReader(new StringReader(value.toString()))) {
            return reader.readValue();
        }
    }

    private static GatewayEntity subscription(JsonNode value) {
        return new GatewayEntity.Subscription(
                id(value, "application"),
                id(value, "consumer"),
                id(value, "product"),
                texts(value, "apis").stream().map(UUID::fromString).toList(),
                id(value, "planVersion"),
                ZoneId.of(text(value, "timeZone")),
                text(value, "environment"),
                GatewayEntity.SubscriptionStatus.valueOf(text(value, "status").toUpperCase(Locale.ROOT)),
                Instant.parse(text(value, "startsAt")),
                instant(value, "endsAt"));
    }

    private static String text(JsonNode value, String name) {
        return value.path(name).asText();
    }

    private static List<String> texts(JsonNode value, String name) {
        List<String> texts = new ArrayList<>();
        value.path(name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static UUID id(JsonNode value, String name) {
        return UUID.fromString(text(value, name));
    }

    private static @Nullable Instant instant(JsonNode value, String name) {
        return value.has(name) ? Instant.parse(text(value, name)) : null;
    }
}
