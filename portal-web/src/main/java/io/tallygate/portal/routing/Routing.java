package io.tallygate.portal.routing;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What gateways do with the calls of an API in one environment. Checked by [RoutingCheck] before it is one.
/// @param routes    in the words of `route.schema.json`, without members that say what is usual; at least one
/// @param upstream  in the words of `upstream.schema.json`, without its secrets
/// @param sealed    its secrets, by [#VALUE], [#PASSWORD] or [#KEY]
public record Routing(List<JsonObject> routes, JsonObject upstream, Map<String, String> sealed) {
    static final String VALUE = "/credential/value";
    static final String PASSWORD = "/credential/password";
    static final String KEY = "/tls/key";

    /// The name of the route that an API has from the beginning.
    public static final String MAIN = "main";

    /// One route for all of the API, opened by its applications' keys.
    public static final Routing USUAL = new Routing(
            List.of(Json.createObjectBuilder().add("name", MAIN).build()), JsonObject.EMPTY_JSON_OBJECT, Map.of());

    public Routing {
        routes = List.copyOf(routes);
        sealed = Map.copyOf(sealed);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("no routes");
        }
    }

    public boolean isUsual() {
        return equals(USUAL);
    }

    /// As it is shown: no secret is in it.
    public JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("routes", routesJson())
                .add("upstream", upstream)
                .build();
    }

    JsonArray routesJson() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        routes.forEach(list::add);
        return list.build();
    }

    JsonObject sealedJson() {
        JsonObjectBuilder json = Json.createObjectBuilder();
        new TreeMap<>(sealed).forEach(json::add);
        return json.build();
    }

    /// The upstream's members with [#sealed] in their places, each as [SealedSecret] marks it.
    public JsonObject upstreamWithSecrets() {
        JsonObjectBuilder json = Json.createObjectBuilder(upstream);
        sealed.forEach((pointer, secret) -> {
            String[] steps = pointer.substring(1).split("/");
            json.add(
                    steps[0],
                    Json.createObjectBuilder(upstream.getJsonObject(steps[0])).add(steps[1], secret));
        });
        return json.build();
    }
}
