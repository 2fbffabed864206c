package io.tallygate.portal.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.metering.meter.Environment;
import io.tallygate.metering.meter.TenantId;
import io.tallygate.portal.gatewayconfig.GatewayConfiguration;
import io.tallygate.portal.gatewayconfig.GatewayEntity;
import io.tallygate.portal.gatewayconfig.Kind;
import io.tallygate.portal.routing.Routing;
import io.tallygate.portal.routing.RoutingCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Tells the gateways what answers where. Each deployment has an upstream, known by its place: the API's own id for
/// live, the deployment's for test. Its main route is known by the same id, every other one by the place and its name.
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // fields are injected by the container
public class GatewayRoutes {
    @Inject
    private GatewayConfiguration gateways;

    void put(TenantId tenant, String tenantSlug, UUID place, Api api, Deployment deployment, Routing routing) {
        gateways.put(tenant, place, UpstreamEntity.of(URI.create(deployment.upstream()), routing));
        String base = path(tenantSlug, deployment.environment(), api);
        for (JsonObject route : routing.routes()) {
            gateways.put(tenant, idOf(place, route), route(tenantSlug, base, place, api, deployment, route));
        }
    }

    /// @param routing  that gateways have until now
    void remove(TenantId tenant, UUID place, Routing routing) {
        routing.routes().forEach(route -> gateways.delete(tenant, Kind.ROUTE, idOf(place, route)));
        gateways.delete(tenant, Kind.UPSTREAM, place);
    }

    /// Those of the one that the other does not have.
    void removeRoutes(TenantId tenant, UUID place, Routing before, Routing now) {
        List<UUID> kept = now.routes().stream().map(route -> idOf(place, route)).toList();
        before.routes().stream()
                .map(route -> idOf(place, route))
                .filter(id -> !kept.contains(id))
                .forEach(id -> gateways.delete(tenant, Kind.ROUTE, id));
    }

    /// What gateways know a route by.
    static UUID idOf(UUID place, JsonObject route) {
        String name = route.getString("name");
        return name.equals(Routing.MAIN) ? place : UUID.nameUUIDFromBytes((place + "/" + name).getBytes(UTF_8));
    }

    private static GatewayEntity.Route route(
            String tenantSlug, String base, UUID place, Api api, Deployment deployment, JsonObject route) {
        List<GatewayEntity.Conditions> conditions = new ArrayList<>();
        conditions.add(conditions(base, route));
        list(route, "matches").getValuesAs(JsonObject.class).forEach(set -> conditions.add(conditions(base, set)));
        boolean whole = conditions.size() == 1 && route.getString("path", "").isEmpty();
        boolean open = route.getString("authentication", "").equals("none") || RoutingCheck.asksWhoCalls(route);
        return new GatewayEntity.Route(
                tenantSlug,
                deployment.environment().wireName(),
                api.id(),
                deployment.versionId(),
                texts(route, "hosts"),
                conditions,
                true,
                whole ? null : (int) base.chars().filter(c -> c == '/').count(),
                place,
                open ? GatewayEntity.Authentication.NONE : GatewayEntity.Authentication.API_KEY,
                route.getString("keyQueryParameter", null),
                true,
                list(route, "policies"),
                route.getJsonObject("aggregate"),
                deployment.operations().stream()
                        .map(operation -> new GatewayEntity.Operation(
                                operation.operationId(), operation.method(), operation.path()))
                        .toList());
    }

    /// Whatever the route says stays below the API's path: an expression is one group behind it, in quotes.
    private static GatewayEntity.Conditions conditions(String base, JsonObject set) {
        var match = GatewayEntity.PathMatch.valueOf(
                set.getString("pathMatch", "prefix").toUpperCase(Locale.ROOT));
        String path = set.getString("path", "");
        return new GatewayEntity.Conditions(
                match == GatewayEntity.PathMatch.REGEX ? "\\Q" + base + "\\E(?:" + path + ")" : base + path,
                match,
                texts(set, "methods"),
                list(set, "headers"),
                list(set, "query"));
    }

    private static List<String> texts(JsonObject route, String member) {
        return list(route, member).getValuesAs(JsonString::getString);
    }

    private static JsonArray list(JsonObject route, String member) {
        return route.containsKey(member) ? route.getJsonArray(member) : JsonArray.EMPTY_JSON_ARRAY;
    }

    /// Where a shared gateway group answers for the API. No tenant's name has a tilde, so that test never stands in the
    /// way of a tenant.
    static String path(String tenantSlug, Environment environment, Api api) {
        String place = switch (environment) {
            case LIVE -> "";
            case TEST -> "~test";
        };
        return "/" + tenantSlug + place + api.basePath();
    }
}
