package io.tallygate.portal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes as a record keeps them:
/// `[{"kind":"api","id":"…","operation":"changed","before":{"name":"Orders"},"after":{"name":"Parcels"}}]`.
/// A long value is `{"length":…,"sha256":"…"}`, one that is recorded nowhere is `{"recorded":false}`.
final class ChangesJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ChangesJson() {}

    static String of(List<Change> changes) {
        ArrayNode array = JSON.arrayNode();
        int characters = 0;
        for (Change change : changes.subList(0, Math.min(changes.size(), AuditLimits.MOST_TARGETS))) {
            ObjectNode node = array.addObject()
                    .put("kind", change.kind())
                    .put("id", change.id())
                    .put("operation", change.operation().wireName());
            ObjectNode before = values(change.before());
            ObjectNode after = values(change.after());
            characters += length(before) + length(after);
            if (characters > AuditLimits.LARGEST_RECORD) {
                node.put("valuesLeftOut", true);
                continue;
            }
            if (!before.isEmpty()) {
                node.set("before", before);
            }
            if (!after.isEmpty()) {
                node.set("after", after);
            }
        }
        if (changes.size() > AuditLimits.MOST_TARGETS) {
            array.addObject().put("more", changes.size() - AuditLimits.MOST_TARGETS);
        }
        return array.toString();
    }

    /// `kind:id`, a line each.
    static String targets(List<Change> changes) {
        StringBuilder lines = new StringBuilder();
        for (Change change : changes.subList(0, Math.min(changes.size(), AuditLimits.MOST_TARGETS))) {
            lines.append(lines.isEmpty() ? "" : "\n")
                    .append(change.kind())
                    .append(':')
                    .append(change.id());
        }
        return lines.toString();
    }

    private static int length(ObjectNode values) {
        return values.isEmpty() ? 0 : values.toString().length();
    }

    private static ObjectNode values(Map<String, @Nullable Object> values) {
        ObjectNode node = JSON.objectNode();
        values.forEach((name, value) -> node.set(name, json(value)));
        return node;
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case Boolean flag -> BooleanNode.valueOf(flag);
            case Integer number -> LongNode.valueOf(number);
            case Long number -> LongNode.valueOf(number);
            case byte[] bytes -> summary(bytes.length, bytes);
            case Object[] all -> list(List.of(all));
            case Iterable<?> all -> list(all);
            default -> value == Change.UNRECORDED ? JSON.objectNode().put("recorded", false) : text(value.toString());
        };
    }

    private static JsonNode list(Iterable<?> all) {
        ArrayNode array = JSON.arrayNode();
        all.forEach(item -> array.add(json(item)));
        return array;
    }

    private static JsonNode text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return text.length() > AuditLimits.LONGEST_VALUE
                ? summary(text.length(), utf8)
                : TextNode.valueOf(new String(utf8, UTF_8));
    }

    private static JsonNode summary(int length, byte[] bytes) {
        return JSON.objectNode().put("length", length).put("sha256", Canonical.sha256(bytes));
    }
}
