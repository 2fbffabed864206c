package io.tallygate.portal.publishing.openapi;

import static io.tallygate.portal.input.Reason.because;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// Text to a tree of JSON nodes, JSON or YAML alike, inside the limits. YAML's aliases are written out (and counted as
/// they are),
/// its tags build nothing but plain values.
final class DocumentTree {
    private final DocumentLimits limits;
    private int nodes;

    private DocumentTree(DocumentLimits limits) {
        this.limits = limits;
    }

    static JsonNode parse(String text, DocumentLimits limits) throws InvalidOpenApi {
        if (text.length() > limits.characters()) {
            throw new InvalidOpenApi(
                    "#",
                    because(
                            "The document has {0} characters; at most {1} are read.",
                            text.length(), limits.characters()));
        }
        String trimmed = text.stripLeading();
        if (trimmed.startsWith("\uFEFF")) {
            trimmed = trimmed.substring(1).stripLeading();
        }
        if (trimmed.isEmpty()) {
            throw new InvalidOpenApi("#", because("The document is empty."));
        }
        return trimmed.startsWith("{") || trimmed.startsWith("[") ? json(trimmed, limits) : yaml(trimmed, limits);
    }

    private static JsonNode json(String text, DocumentLimits limits) throws InvalidOpenApi {
        JsonMapper mapper = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(limits.depth())
                                .maxStringLength(limits.characters())
                                .build())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try {
            JsonNode tree = mapper.readTree(text);
            new DocumentTree(limits).count(tree, Pointer.ROOT, 0);
            return tree;
        } catch (JsonProcessingException broken) {
            if (text.startsWith("{") && !text.startsWith("{\"")) {
                // a YAML flow mapping also begins with a brace
                return yaml(text, limits);
            }
            JsonLocation at = broken.getLocation();
            String why = firstLine(broken.getOriginalMessage());
            throw new InvalidOpenApi(
                    "#",
                    at == null
                            ? because("Not well-formed JSON: {0}", why)
                            : because(
                                    "Not well-formed JSON: line {0}, column {1}: {2}",
                                    at.getLineNr(), at.getColumnNr(), why));
        }
    }

    private static JsonNode yaml(String text, DocumentLimits limits) throws InvalidOpenApi {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setCodePointLimit(limits.characters());
        options.setMaxAliasesForCollections(limits.aliases());
        options.setNestingDepthLimit(limits.depth());
        Object loaded;
        try {
            loaded = new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            String why = firstLine(String.valueOf(broken.getProblem()));
            throw new InvalidOpenApi(
                    "#",
                    mark == null
                            ? because("Not well-formed YAML: {0}", why)
                            : because(
                                    "Not well-formed YAML: line {0}, column {1}: {2}",
                                    mark.getLine() + 1, mark.getColumn() + 1, why));
        } catch (YAMLException broken) {
            throw new InvalidOpenApi(
                    "#", because("Not readable as YAML: {0}", firstLine(String.valueOf(broken.getMessage()))));
        }
        return new DocumentTree(limits).node(loaded, Pointer.ROOT, 0);
    }

    private JsonNode node(@Nullable Object value, Pointer at, int depth) throws InvalidOpenApi {
        step(at, depth);
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return switch (value) {
            case null -> factory.nullNode();
            case Map<?, ?> map -> {
                ObjectNode object = factory.objectNode();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    // status codes and versions are often written without quotes
                    String name = String.valueOf(entry.getKey());
                    object.set(name, node(entry.getValue(), at.to(name), depth + 1));
                }
                yield object;
            }
            case Collection<?> list -> {
                ArrayNode array = factory.arrayNode(list.size());
                int index = 0;
                for (Object element : list) {
                    array.add(node(element, at.to(index++), depth + 1));
                }
                yield array;
            }
            case Boolean bool -> factory.booleanNode(bool);
            case Integer number -> factory.numberNode(number);
            case Long number -> factory.numberNode(number);
            case BigInteger number -> factory.numberNode(number);
            case Double number when Double.isFinite(number) -> factory.numberNode(new BigDecimal(number.toString()));
            case Date date -> factory.textNode(dateText(date.toInstant()));
            default -> factory.textNode(String.valueOf(value));
        };
    }

    private void count(JsonNode node, Pointer at, int depth) throws InvalidOpenApi {
        step(at, depth);
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                count(member.getValue(), at.to(member.getKey()), depth + 1);
            }
        } else {
            int index = 0;
            for (JsonNode element : node) {
                count(element, at.to(index++), depth + 1);
            }
        }
    }

    private void step(Pointer at, int depth) throws InvalidOpenApi {
        if (depth > limits.depth()) {
            throw new InvalidOpenApi(
                    at.top().toString(),
                    because("Nested more than {0} levels deep; an alias may contain itself.", limits.depth()));
        }
        if (++nodes > limits.nodes()) {
            throw new InvalidOpenApi(
                    at.toString(),
                    because("The document has more than {0} values once its aliases are written out.", limits.nodes()));
        }
    }

    /// YAML reads an unquoted 2026-11-25 as a date; the author meant the text.
    private static String dateText(Instant instant) {
        String text = instant.toString();
        return text.endsWith("T00:00:00Z") ? text.substring(0, text.indexOf('T')) : text;
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
