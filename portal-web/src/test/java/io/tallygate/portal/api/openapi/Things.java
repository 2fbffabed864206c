package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What exists at one tenant by now, learned from answers, and what marks in calls stand for.
final class Things {
    static final String DOCUMENT = """
        {"openapi":"3.0.3","info":{"title":"Parcels","version":"1.0.0"},"paths":{"/parcels":{"get":{"operationId":\
        "listParcels","responses":{"200":{"description":"ok"}}}}}}\
        """;

    private static final String ONE_OF = "@one-of/";
    private static final int MOST_KEPT = 20;
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("slug", "@slug"),
            Map.entry("basePath", "@path"),
            Map.entry("email", "@email"),
            Map.entry("document", "@document"),
            Map.entry("documentUrl", "@documentUrl"),
            Map.entry("upstream", "@upstream"),
            Map.entry("month", "@month"));
    /// What a name in a body or an address leads to, where it is not its own plural.
    private static final Map<String, String> SEGMENTS = Map.of("api", "apis", "apis", "apis");

    private final Map<String, Deque<String>> ids = new HashMap<>();
    private final String documentUrl;

    /// @param documentUrl  where [#DOCUMENT] is served
    Things(String documentUrl) {
        this.documentUrl = documentUrl;
    }

    /// Marks that a member of this name may be; none when its schema alone says what it may be.
    static List<String> markFor(String name, JsonNode schema) {
        if (schema.path("format").asText().equals("uuid")) {
            return List.of(ONE_OF + segment(name));
        }
        String mark = NAMES.get(name);
        return mark == null ? List.of() : List.of(mark);
    }

    static String segment(String name) {
        return SEGMENTS.getOrDefault(name, name + "s");
    }

    void add(String segment, String id) {
        Deque<String> known = ids.computeIfAbsent(segment, any -> new ArrayDeque<>());
        known.addLast(id);
        if (known.size() > MOST_KEPT) {
            known.removeFirst();
        }
    }

    void forget(String id) {
        ids.values().forEach(known -> known.remove(id));
    }

    boolean has(String segment) {
        return !ids.getOrDefault(segment, new ArrayDeque<>()).isEmpty();
    }

    /// One that exists; turns, so that each is used. Any id when there is none.
    String one(String segment) {
        Deque<String> known = ids.get(segment);
        String id = known == null ? null : known.pollFirst();
        if (known == null || id == null) {
            return UUID.randomUUID().toString();
        }
        known.addLast(id);
        return id;
    }

    JsonNode filled(JsonNode value) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(filled(text.asText()));
            case ObjectNode object -> {
                ObjectNode filled = object.objectNode();
                object.properties().forEach(member -> filled.set(member.getKey(), filled(member.getValue())));
                yield filled;
            }
            case ArrayNode array -> {
                ArrayNode filled = array.arrayNode();
                array.forEach(item -> filled.add(filled(item)));
                yield filled;
            }
            default -> value;
        };
    }

    String filled(String text) {
        if (text.startsWith(ONE_OF)) {
            return one(text.substring(ONE_OF.length()));
        }
        String unique = UUID.randomUUID().toString().substring(0, 13);
        return switch (text) {
            case "@slug" -> "s-" + unique;
            case "@path" -> "/p-" + unique;
            case "@email" -> "someone-" + unique + "@example.com";
            case "@document" -> DOCUMENT;
            case "@documentUrl" -> documentUrl;
            case "@upstream" -> "http://127.0.0.1:8501";
            case "@month" ->
                YearMonth.now(ZoneId.of("Europe/Berlin")).minusMonths(1).toString();
            default -> text;
        };
    }

    static String mark(String segment) {
        return ONE_OF + segment;
    }

    static @Nullable String segmentOf(String mark) {
        return mark.startsWith(ONE_OF) ? mark.substring(ONE_OF.length()) : null;
    }
}
