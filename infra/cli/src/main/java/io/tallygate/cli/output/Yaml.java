package io.tallygate.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Pattern;

/// JSON written as block YAML. A text that could be read as anything else is quoted as JSON quotes it, which YAML
/// reads alike.
public final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9 _./@-]*[A-Za-z0-9_/]|[A-Za-z]");
    private static final Pattern WORD = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

    private Yaml() {}

    public static String of(JsonNode value) {
        var text = new StringBuilder();
        block(value, 0, text);
        return text.toString();
    }

    private static void block(JsonNode value, int depth, StringBuilder text) {
        if (value.isObject() && !value.isEmpty()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                text.append("  ".repeat(depth))
                        .append(scalar(TextNode.valueOf(member.getKey())))
                        .append(':');
                below(member.getValue(), depth + 1, text);
            }
        } else if (value.isArray() && !value.isEmpty()) {
            for (JsonNode item : value) {
                if (item.isContainerNode() && !item.isEmpty()) {
                    var nested = new StringBuilder();
                    block(item, depth + 1, nested);
                    // the first line moves up beside the dash
                    text.append("  ".repeat(depth)).append("- ").append(nested.substring(2 * (depth + 1)));
                } else {
                    text.append("  ".repeat(depth))
                            .append("- ")
                            .append(scalar(item))
                            .append('\n');
                }
            }
        } else {
            text.append("  ".repeat(depth)).append(scalar(value)).append('\n');
        }
    }

    private static void below(JsonNode value, int depth, StringBuilder text) {
        if (value.isContainerNode() && !value.isEmpty()) {
            text.append('\n');
            block(value, depth, text);
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static String scalar(JsonNode value) {
        if (value.isTextual()
                && PLAIN.matcher(value.asText()).matches()
                && !WORD.matcher(value.asText()).matches()) {
            return value.asText();
        }
        return value.toString();
    }
}
