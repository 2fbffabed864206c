package io.tallygate.portal.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tallygate.portal.running.Months;
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
    /// Where what a name in a body means is made, where that is not at the name's plural.
    private static final Map<String, String> LISTS =
            Map.of("apis", "apis", "plan", "products/{}/plans", "version", "apis/{}/versions");

    private final Map<String, Deque<String>> ids = new HashMap<>();
    private final Map<String, List<String>> above = new HashMap<>();
    private final String documentUrl;

    /// @param documentUrl  where [#DOCUMENT] is served
    Things(String documentUrl) {
        this.documentUrl = documentUrl;
    }

    /// Marks that a member of this name may be; none when its schema alone says what it may be.
    static List<String> markFor(String name, JsonNode schema) {
        if (schema.path("format").asText().equals("uuid")) {
            return List.of(ONE_OF + list(name));
        }
        if (schema.has("enum") && (name.equals("from") || name.equals("to"))) {
            return List.of(name.equals("from") ? "live" : "test"); // from one environment to the other
        }
        String mark = NAMES.get(name);
        return mark == null ? List.of() : List.of(mark);
    }

    /// The address below a tenant, with `{}` for each variable: `products/{}/plans`.
    static String list(String name) {
        return LISTS.getOrDefault(name, name + "s");
    }

    /// Of an address of the document: `/tenants/{tenant}/products/{id}/plans`.
    static String listAt(String path) {
        return path.replaceFirst("^/(tenants/\\{tenant\\}/)?", "").replaceAll("\\{\\w+\\}", "{}");
    }

    /// The list that a POST there adds to.
    static String madeAt(String path) {
        String list = listAt(path);
        return list.equals("webhooks/{}/test") ? "webhooks/{}/deliveries" : list;
    }

    /// @param below  the ids in the address that it was made at, in their order
    void add(String list, String id, List<String> below) {
        add(list, id);
        above.put(id, below);
    }

    /// Of what the id lies below, outermost first.
    List<String> above(String id) {
        return above.getOrDefault(id, List.of());
    }

    void add(String list, String id) {
        Deque<String> known = ids.computeIfAbsent(list, any -> new ArrayDeque<>());
        known.addLast(id);
        if (known.size() > MOST_KEPT) {
            known.removeFirst();
        }
    }

    void forget(String id) {
        ids.values().forEach(known -> known.remove(id));
    }

    boolean has(String list) {
        return !ids.getOrDefault(list, new ArrayDeque<>()).isEmpty();
    }

    /// One that exists; turns, so that each is used. Any id when there is none.
    String one(String list) {
        Deque<String> known = ids.get(list);
        String id = known == null ? null : known.pollFirst();
        if (known == null || id == null) {
            return UUID.randomUUID().toString();
        }
        known.addLast(id);
        return id;
    }

    /// The next that is taken is the one that came last.
    void newestFirst(String list) {
        Deque<String> known = ids.getOrDefault(list, new ArrayDeque<>());
        String newest = known.pollLast();
        if (newest != null) {
            known.addFirst(newest);
        }
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
            case "@month" -> Months.lastOver(ZoneId.of("Europe/Berlin")).toString();
            default -> text;
        };
    }

    static String mark(String list) {
        return ONE_OF + list;
    }

    static @Nullable String listOf(String mark) {
        return mark.startsWith(ONE_OF) ? mark.substring(ONE_OF.length()) : null;
    }
}
