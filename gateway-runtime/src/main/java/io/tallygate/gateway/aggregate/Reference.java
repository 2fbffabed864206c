package io.tallygate.gateway.aggregate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a template's value comes from: `{path:id}`, `{query:q}`, `{header:accept-language}`, `{body:/a/b}`, or
/// `{step:/a/b}`.
/// @param source   `path`, `query`, `header`, `body`, or a step's id
/// @param name     of a path's variable, a parameter or a field
/// @param pointer  into JSON
record Reference(String source, String name, JsonPointer pointer) {
    static final Set<String> OF_REQUEST = Set.of("path", "query", "header", "body");

    /// @param text  between the braces
    static Reference of(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("{" + text + "} names no source as {path:id} does");
        }
        String source = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        boolean named = source.equals("path") || source.equals("query") || source.equals("header");
        if (named && rest.isEmpty()) {
            throw new IllegalArgumentException("{" + text + "} names nothing");
        }
        try {
            return named
                    ? new Reference(
                            source, source.equals("header") ? rest.toLowerCase(Locale.ROOT) : rest, JsonPointer.empty())
                    : new Reference(source, "", JsonPointer.compile(rest));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("{" + text + "} has no JSON Pointer", malformed);
        }
    }

    boolean isOfRequest() {
        return OF_REQUEST.contains(source);
    }

    /// @return  missing when it is not there
    JsonNode in(StepValues values) {
        JsonNode found = switch (source) {
            case "path" -> text(values.request().path(name));
            case "query" -> text(values.request().query(name));
            case "header" -> text(values.request().header(name));
            case "body" -> values.body().at(pointer);
            default -> values.of(source).at(pointer);
        };
        return found.isNull() ? MissingNode.getInstance() : found;
    }

    private static JsonNode text(@Nullable String value) {
        return value == null ? MissingNode.getInstance() : TextNode.valueOf(value);
    }

    /// For who made the call; null: it is not the caller's business.
    @Nullable
    String told() {
        return switch (source) {
            case "path" -> "another value of {" + name + "} in its path";
            case "query" -> "the query parameter " + name;
            case "header" -> "the header " + name;
            case "body" -> "a body with " + (pointer.matches() ? "JSON" : pointer);
            default -> null;
        };
    }
}
