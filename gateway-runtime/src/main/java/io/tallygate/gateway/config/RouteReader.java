package io.tallygate.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.tallygate.gateway.route.Conditions;
import io.tallygate.gateway.route.FieldCondition;
import io.tallygate.gateway.route.HostPattern;
import io.tallygate.gateway.route.PathPattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// What of the feed's routes says which requests they answer. An [IllegalArgumentException] says, to a person, why it
/// cannot be used: a pattern that does not compile refuses its route alone.
final class RouteReader {
    private RouteReader() {}

    static List<HostPattern> hosts(JsonNode route) {
        return EntityReader.texts(route, "hosts").stream().map(HostPattern::of).toList();
    }

    /// The route's own condition set and then those of `matches`.
    static List<Conditions> matches(JsonNode route) {
        List<Conditions> matches = new ArrayList<>();
        matches.add(conditions(route));
        if (route.has("matches")) {
            for (JsonNode other : EntityReader.array(route, "matches")) {
                matches.add(conditions(other));
            }
        }
        return matches;
    }

    private static Conditions conditions(JsonNode set) {
        List<String> methods = set.has("methods") ? EntityReader.texts(set, "methods") : List.of();
        return new Conditions(
                path(set), new HashSet<>(methods), fields(set, "headers", true), fields(set, "query", false));
    }

    private static PathPattern path(JsonNode set) {
        String match = set.has("pathMatch")
                ? EntityReader.oneOf(set, "pathMatch", "prefix", "exact", "template", "regex")
                : "prefix";
        return switch (match) {
            case "prefix" -> PathPattern.prefix(EntityReader.prefix(set, "path"));
            case "exact" -> PathPattern.of(PathPattern.Kind.EXACT, EntityReader.text(set, "path"));
            case "template" -> PathPattern.of(PathPattern.Kind.TEMPLATE, EntityReader.text(set, "path"));
            default -> PathPattern.of(PathPattern.Kind.REGEX, EntityReader.text(set, "path"));
        };
    }

    private static List<FieldCondition> fields(JsonNode set, String member, boolean lowerCase) {
        List<FieldCondition> fields = new ArrayList<>();
        if (set.has(member)) {
            for (JsonNode field : EntityReader.array(set, member)) {
                String name = EntityReader.text(field, "name");
                fields.add(field(field, lowerCase ? name.toLowerCase(Locale.ROOT) : name));
            }
        }
        return fields;
    }

    private static FieldCondition field(JsonNode field, String name) {
        JsonNode value = field.path("value");
        if (!value.isTextual() || value.asText().length() > 4096) {
            throw new IllegalArgumentException("value is not a text");
        }
        String match = field.has("match") ? EntityReader.oneOf(field, "match", "exact", "regex") : "exact";
        return match.equals("exact")
                ? FieldCondition.exact(name, value.asText())
                : FieldCondition.regex(name, value.asText());
    }
}
