package io.tallygate.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Members of a value by their paths: `/a/b` as a JSON Pointer has it, and `*` for every member or item.
public final class Selection {
    private static final int MAX_PATHS = 256;

    /// What is meant below a place.
    private static final class Place {
        private final Map<String, Place> members = new HashMap<>();
        private @Nullable Place every;
        private boolean whole;

        @Nullable
        Place of(String member) {
            Place named = members.get(member);
            return named == null ? every : named;
        }
    }

    private final Place root = new Place();

    /// @throws IllegalArgumentException  says, to a person, what is no path
    public Selection(List<String> paths) {
        if (paths.size() > MAX_PATHS) {
            throw new IllegalArgumentException("more than " + MAX_PATHS + " paths");
        }
        for (String path : paths) {
            if (!path.startsWith("/") || path.matches("(?s).*~([^01].*)?")) {
                throw new IllegalArgumentException(path + " is not a path as /a/b");
            }
            Place place = root;
            for (String segment : path.substring(1).split("/", -1)) {
                place = below(place, segment);
            }
            place.whole = true;
        }
    }

    private static Place below(Place place, String segment) {
        if (!segment.equals("*")) {
            return place.members.computeIfAbsent(segment.replace("~1", "/").replace("~0", "~"), _ -> new Place());
        }
        Place every = place.every;
        if (every == null) {
            every = new Place();
            place.every = every;
        }
        return every;
    }

    /// Those members alone.
    /// @return  another value; what was given is not changed
    public JsonNode pick(JsonNode value) {
        JsonNode picked = pick(value, root);
        return picked == null ? JsonNodeFactory.instance.objectNode() : picked;
    }

    private static @Nullable JsonNode pick(JsonNode value, Place place) {
        if (place.whole) {
            return value;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode picked = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> {
                Place below = place.of(member.getKey());
                JsonNode kept = below == null ? null : pick(member.getValue(), below);
                if (kept != null) {
                    picked.set(member.getKey(), kept);
                }
            });
            return picked;
        }
        Place every = place.every;
        if (value instanceof ArrayNode list && every != null) {
            ArrayNode picked = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> {
                JsonNode kept = pick(item, every);
                if (kept != null) {
                    picked.add(kept);
                }
            });
            return picked;
        }
        return null;
    }

    /// All but those members.
    /// @return  another value; what was given is not changed
    public JsonNode deny(JsonNode value) {
        return deny(value, root);
    }

    private static JsonNode deny(JsonNode value, Place place) {
        if (value instanceof ObjectNode object) {
            ObjectNode left = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> {
                Place below = place.of(member.getKey());
                if (below == null || !below.whole) {
                    left.set(member.getKey(), below == null ? member.getValue() : deny(member.getValue(), below));
                }
            });
            return left;
        }
        Place every = place.every;
        if (value instanceof ArrayNode list && every != null) {
            ArrayNode left = JsonNodeFactory.instance.arrayNode();
            if (!every.whole) {
                list.forEach(item -> left.add(deny(item, every)));
            }
            return left;
        }
        return value;
    }
}
