package io.tallygate.portal.gatewayconfig;

import io.tallygate.metering.meter.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collection;

/// Entities in the words of the contract. Members that do not apply are left out, never null.
final class EntityJson {
    private EntityJson() {}

    static JsonObject of(TenantId tenant, GatewayEntity entity) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("tenant", tenant.toString());
        switch (entity) {
            case GatewayEntity.Tenant standing -> json.add("status", standing.wireName());
            case GatewayEntity.Upstream upstream -> upstream(upstream, json);
            case GatewayEntity.Route route -> route(route, json);
            case GatewayEntity.Credential credential -> credential(credential, json);
            case GatewayEntity.Subscription subscription -> subscription(subscription, json);
            case GatewayEntity.PlanVersion version -> planVersion(version, json);
            case GatewayEntity.Meter meter -> meter.definition().forEach(json::add);
            case GatewayEntity.EventCredential credential -> eventCredential(credential, json);
        }
        return json.build();
    }

    private static void upstream(GatewayEntity.Upstream upstream, JsonObjectBuilder json) {
        JsonArrayBuilder targets = Json.createArrayBuilder();
        upstream.targets()
                .forEach(target -> targets.add(Json.createObjectBuilder()
                        .add("host", target.host())
                        .add("port", target.port())
                        .add("weight", target.weight())));
        json.add("scheme", upstream.scheme())
                .add("targets", targets)
                .add("basePath", upstream.basePath())
                .add("connectTimeoutMillis", upstream.connectTimeoutMillis())
                .add("responseTimeoutMillis", upstream.responseTimeoutMillis());
        upstream.rules().forEach(json::add);
    }

    private static void route(GatewayEntity.Route route, JsonObjectBuilder json) {
        JsonArrayBuilder operations = Json.createArrayBuilder();
        route.operations()
                .forEach(operation -> operations.add(Json.createObjectBuilder()
                        .add("id", operation.id())
                        .add("method", operation.method())
                        .add("path", operation.path())));
        json.add("tenantSlug", route.tenantSlug())
                .add("environment", route.environment())
                .add("api", route.api().toString())
                .add("apiVersion", route.apiVersion().toString())
                .add("hosts", texts(route.hosts()))
                .add("methods", texts(route.conditions().getFirst().methods()));
        conditions(json, route.conditions().getFirst());
        JsonArrayBuilder matches = Json.createArrayBuilder();
        route.conditions().stream().skip(1).forEach(set -> {
            JsonObjectBuilder other = Json.createObjectBuilder();
            some(other, "methods", texts(set.methods()));
            conditions(other, set);
            matches.add(other);
        });
        some(json, "matches", matches.build());
        json.add("stripPath", route.stripPath())
                .add("upstream", route.upstream().toString())
                .add("authentication", route.authentication().wireName());
        if (route.keyQueryParameter() != null) {
            json.add("keyQueryParameter", route.keyQueryParameter());
        }
        if (route.stripSegments() != null) {
            json.add("stripSegments", route.stripSegments());
        }
        some(json, "policies", route.policies());
        if (route.aggregate() != null) {
            json.add("aggregate", route.aggregate());
        }
        json.add("metered", route.metered()).add("operations", operations);
    }

    private static void conditions(JsonObjectBuilder json, GatewayEntity.Conditions set) {
        json.add("path", set.path());
        if (set.match() != GatewayEntity.PathMatch.PREFIX) {
            json.add("pathMatch", set.match().wireName());
        }
        some(json, "headers", set.headers());
        some(json, "query", set.query());
    }

    private static void some(JsonObjectBuilder json, String member, JsonArray list) {
        if (!list.isEmpty()) {
            json.add(member, list);
        }
    }

    private static void credential(GatewayEntity.Credential credential, JsonObjectBuilder json) {
        json.add("environment", credential.environment());
        switch (credential.shown()) {
            case GatewayEntity.Shown.Key key -> json.add("sha256", key.sha256());
            case GatewayEntity.Shown.Basic basic -> json.add("kind", "basic").add("sha256", basic.sha256());
            case GatewayEntity.Shown.Certificate certificate ->
                json.add("kind", "certificate").add("sha256", certificate.sha256());
            case GatewayEntity.Shown.Subject subject ->
                json.add("kind", "certificate").add("subject", subject.name());
            case GatewayEntity.Shown.Token token ->
                json.add("kind", "jwt").add("issuer", token.issuer()).add("client", token.client());
        }
        if (!credential.scopes().isEmpty()) {
            json.add("scopes", texts(credential.scopes()));
        }
        json.add("application", credential.application().toString())
                .add("consumer", credential.consumer().toString());
        if (credential.expiresAt() != null) {
            json.add("expiresAt", credential.expiresAt().toString());
        }
    }

    private static void subscription(GatewayEntity.Subscription subscription, JsonObjectBuilder json) {
        json.add("application", subscription.application().toString())
                .add("consumer", subscription.consumer().toString())
                .add("product", subscription.product().toString())
                .add("apis", texts(subscription.apis()))
                .add("planVersion", subscription.planVersion().toString())
                .add("timeZone", subscription.timeZone().getId())
                .add("environment", subscription.environment())
                .add("status", subscription.status().wireName())
                .add("startsAt", subscription.startsAt().toString());
        if (subscription.endsAt() != null) {
            json.add("endsAt", subscription.endsAt().toString());
        }
    }

    private static void planVersion(GatewayEntity.PlanVersion version, JsonObjectBuilder json) {
        json.add("plan", version.plan().toString()).add("planName", version.planName());
        if (version.monthlyQuota() != null) {
            json.add(
                    "quota",
                    Json.createObjectBuilder()
                            .add("calls", version.monthlyQuota())
                            .add("period", "month"));
        }
        if (version.rateLimit() != null) {
            json.add(
                    "rateLimit",
                    Json.createObjectBuilder()
                            .add("calls", version.rateLimit().calls())
                            .add("seconds", version.rateLimit().seconds()));
        }
    }

    private static void eventCredential(GatewayEntity.EventCredential credential, JsonObjectBuilder json) {
        json.add("environment", credential.environment()).add("sha256", credential.sha256());
        if (credential.notAfter() != null) {
            json.add("notAfter", credential.notAfter().toString());
        }
    }

    private static JsonArray texts(Collection<?> values) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        values.forEach(value -> array.add(value.toString()));
        return array.build();
    }
}
