package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A JSON value whose texts may hold references. A text that is one reference and nothing else becomes that value,
/// whatever it is; a member of a request's value that is not there is left out.
sealed interface BodyTemplate {
    record Constant(JsonNode value) implements BodyTemplate {}

    record Text(Template template) implements BodyTemplate {}

    record Items(List<BodyTemplate> items) implements BodyTemplate {}

    record Members(List<Map.Entry<String, BodyTemplate>> members) implements BodyTemplate {}

    static BodyTemplate of(JsonNode node) {
        if (node.isTextual()) {
            Template template = new Template(node.asText());
            return template.references().isEmpty()
                    ? new Constant(TextNode.valueOf(template.sample()))
                    : new Text(template);
        }
        if (node.isArray()) {
            List<BodyTemplate> items = new ArrayList<>();
            node.forEach(item -> items.add(of(item)));
            return new Items(items);
        }
        if (node.isObject()) {
            List<Map.Entry<String, BodyTemplate>> members = new ArrayList<>();
            node.properties().forEach(member -> members.add(Map.entry(member.getKey(), of(member.getValue()))));
            return new Members(members);
        }
        return new Constant(node);
    }

    default List<Reference> references() {
        return switch (this) {
            case Constant _ -> List.of();
            case Text(Template template) -> template.references();
            case Items(List<BodyTemplate> items) ->
                items.stream().flatMap(item -> item.references().stream()).toList();
            case Members(List<Map.Entry<String, BodyTemplate>> members) ->
                members.stream()
                        .flatMap(member -> member.getValue().references().stream())
                        .toList();
        };
    }

    /// @throws Unfilled  when a value is missing
    default JsonNode fill(StepValues values) {
        return switch (this) {
            case Constant(JsonNode value) -> value;
            case Text(Template template) -> text(template, values);
            case Items(List<BodyTemplate> items) -> {
                ArrayNode filled = JsonNodeFactory.instance.arrayNode();
                items.forEach(item -> filled.add(item.fill(values)));
                yield filled;
            }
            case Members(List<Map.Entry<String, BodyTemplate>> members) -> {
                ObjectNode filled = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, BodyTemplate> member : members) {
                    try {
                        filled.set(member.getKey(), member.getValue().fill(values));
                    } catch (Unfilled missing) {
                        if (!missing.mayBeLeftOut()) {
                            throw missing;
                        }
                    }
                }
                yield filled;
            }
        };
    }

    private static JsonNode text(Template template, StepValues values) {
        Reference alone = template.alone();
        if (alone == null) {
            return TextNode.valueOf(template.fill(values, Places::text));
        }
        JsonNode value = alone.in(values);
        if (value.isMissingNode()) {
            throw new Unfilled(alone.told(), true);
        }
        return value;
    }
}
