package io.tallygate.portal.routing;

import static io.tallygate.portal.input.Reason.because;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tallygate.portal.input.InputCheck;
import io.tallygate.portal.input.Reason;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Says of a value, member by member, what its JSON Schema does not allow.
final class SchemaCheck {
    /// A schema that a gateway reports belongs to the installation, so there are few.
    private static final int MOST_SCHEMAS = 200;

    private static final int MOST_COMPLAINTS = 20;
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private SchemaCheck() {}

    /// @param pointer  where the value stands in what was sent
    static void check(InputCheck check, String pointer, JsonValue schema, JsonValue value) {
        List<Error> errors = compiled(schema.toString()).validate(value.toString(), InputFormat.JSON);
        // of a choice, the branches complain as well: what is wrong with a member says more than that none fits
        boolean better = errors.stream().anyMatch(error -> !isChoice(error));
        errors.stream()
                .filter(error -> !better || !isChoice(error))
                .collect(Collectors.toMap(SchemaCheck::place, error -> error, (one, _) -> one, TreeMap::new))
                .entrySet()
                .stream()
                .limit(MOST_COMPLAINTS)
                .forEach(entry -> check.refuse(pointer + entry.getKey(), reason(entry.getValue())));
    }

    private static Schema compiled(String schema) {
        if (COMPILED.size() > MOST_SCHEMAS) {
            COMPILED.clear();
        }
        return COMPILED.computeIfAbsent(schema, text -> REGISTRY.getSchema(text, InputFormat.JSON));
    }

    private static boolean isChoice(Error error) {
        return switch (error.getKeyword()) {
            case "oneOf", "anyOf", "allOf", "if", "then", "else" -> true;
            case null, default -> false;
        };
    }

    private static String place(Error error) {
        String at = error.getInstanceLocation().toString();
        String property = error.getProperty();
        boolean member = property != null
                && switch (error.getKeyword()) {
                    case "required", "additionalProperties", "unevaluatedProperties", "dependentRequired" -> true;
                    case null, default -> false;
                };
        return (at.startsWith("/") ? at : "") + (member ? "/" + escaped(property) : "");
    }

    static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    private static Reason reason(Error error) {
        String limit = limit(error);
        return switch (error.getKeyword()) {
            case "required", "dependentRequired" -> because("This is required.");
            case "additionalProperties", "unevaluatedProperties", "false" -> because("There is no such member here.");
            case "type" -> because("Must be of the type {0}.", limit);
            case "enum", "const" -> because("One of {0}.", limit);
            case "minimum" -> because("At least {0}.", limit);
            case "maximum" -> because("At most {0}.", limit);
            case "minLength" -> because("At least {0} characters.", limit);
            case "maxLength" -> because("At most {0} characters.", limit);
            case "minItems", "minProperties" -> because("At least {0} of them.", limit);
            case "maxItems", "maxProperties" -> because("At most {0} of them.", limit);
            case "uniqueItems" -> because("No two of them may be the same.");
            case "pattern" -> because("Not written as it must be: {0}", limit);
            case "format" -> because("Not a {0}.", limit);
            case null, default -> because("Not as the schema says: {0}", String.valueOf(error.getMessage()));
        };
    }

    /// The keyword's value: 10, or a list without its brackets.
    private static String limit(Error error) {
        if (error.getSchemaNode() == null) {
            return "";
        }
        String text = error.getSchemaNode().isTextual()
                ? error.getSchemaNode().asText()
                : error.getSchemaNode().toString();
        return text.replaceAll("[\\[\\]\"]", "").replace(",", ", ");
    }
}
