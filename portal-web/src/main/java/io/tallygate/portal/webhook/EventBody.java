package io.tallygate.portal.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tallygate.portal.webhook.store.EventOutbox.Thing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a receiver reads: `type`, `timestamp`, `tenant`, what it is about, its order number, and `data`.
final class EventBody {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EventBody() {}

    /// @param tenant  its name in addresses
    static String of(String type, Instant at, String tenant, Thing about, long sequence, ObjectNode data) {
        String whole = write(type, at, tenant, about, sequence, data);
        if (whole.getBytes(UTF_8).length <= WebhookLimits.LARGEST_BODY) {
            return whole;
        }
        ObjectNode shortened = JSON.objectNode();
        shortened.set("id", data.path("id"));
        return write(type, at, tenant, about, sequence, shortened.put("shortened", true));
    }

    private static String write(String type, Instant at, String tenant, Thing about, long sequence, ObjectNode data) {
        ObjectNode body = JSON.objectNode()
                .put("type", type)
                .put("timestamp", at.toString())
                .put("tenant", tenant)
                .put("sequence", sequence);
        body.putObject("resource")
                .put("type", about.resource())
                .put("id", about.id().toString());
        body.set("data", data);
        return body.toString();
    }

    /// @param members  of the entity, to be told in this order
    /// @param values   by the entity's own names
    /// @param changed  those that this is about; empty when it is new or gone
    static ObjectNode data(
            UUID id, List<String> members, Map<String, @Nullable Object> values, Collection<String> changed) {
        ObjectNode data = JSON.objectNode().put("id", id.toString());
        for (String member : members) {
            data.set(wireName(member), json(values.get(member)));
        }
        if (!changed.isEmpty()) {
            ArrayNode names = data.putArray("changed");
            changed.forEach(name -> names.add(wireName(name)));
        }
        return data;
    }

    /// `consumerId` is `consumer`, `apiIds` is `apis`.
    static String wireName(String member) {
        return member.replaceFirst("Id(s?)$", "$1");
    }

    private static JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> NullNode.getInstance();
            case Boolean flag -> BooleanNode.valueOf(flag);
            case Integer number -> LongNode.valueOf(number);
            case Long number -> LongNode.valueOf(number);
            case BigDecimal number -> TextNode.valueOf(number.toPlainString());
            case Enum<?> choice ->
                TextNode.valueOf(choice.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            case Object[] all -> list(List.of(all));
            case Iterable<?> all -> list(all);
            default -> TextNode.valueOf(value.toString());
        };
    }

    private static JsonNode list(Iterable<?> all) {
        ArrayNode array = JSON.arrayNode();
        all.forEach(item -> array.add(json(item)));
        return array;
    }
}
