package io.tallygate.portal.routing.web;

import io.tallygate.portal.routing.Routing;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One member of a routing that will be otherwise.
/// @param place   where: a route by its name, a policy by its number and kind
/// @param before  null: it is new
/// @param after   null: it will be gone
public record RoutingChange(
        String place, @Nullable String before, @Nullable String after) {
    static List<RoutingChange> between(Routing before, Routing after) {
        Map<String, String> old = flat(before);
        Map<String, String> fresh = flat(after);
        Set<String> places = new LinkedHashSet<>(old.keySet());
        places.addAll(fresh.keySet());
        List<RoutingChange> changes = new ArrayList<>();
        for (String place : places) {
            String was = old.get(place);
            String is = fresh.get(place);
            if (was == null || !was.equals(is)) {
                changes.add(new RoutingChange(place, was, is));
            }
        }
        after.sealed().forEach((place, secret) -> {
            String had = before.sealed().get(place);
            if (had != null && !had.equals(secret)) {
                changes.add(new RoutingChange("upstream" + place, "…", "… …"));
            }
        });
        return changes;
    }

    private static Map<String, String> flat(Routing routing) {
        Map<String, String> flat = new LinkedHashMap<>();
        for (JsonObject route : routing.routes()) {
            flat(flat, "routes/" + route.getString("name"), route);
        }
        flat(flat, "upstream", routing.upstream());
        return flat;
    }

    private static void flat(Map<String, String> flat, String place, JsonValue value) {
        switch (value) {
            case JsonObject object
            when !object.isEmpty() -> object.forEach((member, inner) -> flat(flat, place + "/" + member, inner));
            case JsonArray list
            when list.stream().anyMatch(JsonObject.class::isInstance) -> {
                for (int index = 0; index < list.size(); index++) {
                    String kind = list.get(index) instanceof JsonObject object && object.containsKey("policy")
                            ? " " + object.getString("policy")
                            : "";
                    flat(flat, place + "/" + (index + 1) + kind, list.get(index));
                }
            }
            case JsonArray list ->
                flat.put(
                        place,
                        String.join(", ", list.stream().map(Schemas::plain).toList()));
            default -> flat.put(place, Schemas.plain(value));
        }
    }
}
