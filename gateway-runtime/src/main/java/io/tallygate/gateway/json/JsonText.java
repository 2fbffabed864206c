package io.tallygate.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON to values and back, as RFC 8259 has it and nothing more. What two readers could read differently (a member
/// twice) is no JSON here. Fractions stay digit for digit.
public final class JsonText {
    public static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 16 << 20;
    private static final int MAX_NAME = 4 << 10;
    private static final int MAX_DIGITS = 1000;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT)
                            .maxNameLength(MAX_NAME)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private JsonText() {}

    /// @throws JsonFault  when this is no JSON, or nested too deeply
    public static JsonNode read(byte[] text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (StreamConstraintsException beyond) {
            throw beyond(beyond);
        } catch (IOException broken) {
            throw broken(broken);
        }
        if (node == null || node.isMissingNode()) {
            throw new JsonFault(JsonFault.Kind.BROKEN, "there is nothing");
        }
        return node;
    }

    private static JsonFault beyond(StreamConstraintsException beyond) {
        boolean depth = String.valueOf(beyond.getOriginalMessage()).contains("nesting depth");
        return new JsonFault(
                depth ? JsonFault.Kind.DEPTH : JsonFault.Kind.SIZE,
                depth ? "it is nested deeper than " + MAX_DEPTH : "a name, a text or a number in it is too long");
    }

    /// Says where, and nothing of what stands there.
    private static JsonFault broken(IOException broken) {
        String where = broken instanceof JsonProcessingException json && json.getLocation() != null
                ? " (line " + json.getLocation().getLineNr() + ", column "
                        + json.getLocation().getColumnNr() + ")"
                : "";
        return new JsonFault(JsonFault.Kind.BROKEN, "it is no JSON" + where);
    }

    public static byte[] write(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// As maps, lists, texts, numbers, booleans and null; changing them changes nothing else.
    public static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                node.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
                yield members;
            }
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>(node.size());
                node.forEach(item -> items.add(plain(item)));
                yield items;
            }
            case STRING -> node.textValue();
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }
}
