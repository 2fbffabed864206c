package io.tallygate.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.gateway.http.FieldName;
import io.tallygate.gateway.http.Fields;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// In which of CloudEvents' forms a request tells events.
sealed interface EventForm {
    record Structured() implements EventForm {}

    record Batch() implements EventForm {}

    /// @param attributes   by their names, decoded
    /// @param contentType  of the data
    record Binary(Map<String, String> attributes, @Nullable String contentType) implements EventForm {}

    /// @return  null: in none
    static @Nullable EventForm of(Fields fields) {
        String said = fields.get(FieldName.CONTENT_TYPE);
        String type = said == null ? "" : said.toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        String media = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        if (!isUtf8(parameters < 0 ? "" : type.substring(parameters))) {
            return null;
        }
        return switch (media) {
            case "application/cloudevents+json" -> new Structured();
            case "application/cloudevents-batch+json" -> new Batch();
            default -> media.startsWith("application/cloudevents") ? null : binary(fields, said);
        };
    }

    private static boolean isUtf8(String parameters) {
        int charset = parameters.indexOf("charset=");
        return charset < 0
                || parameters.substring(charset + 8).replace("\"", "").strip().startsWith("utf-8");
    }

    private static @Nullable EventForm binary(Fields fields, @Nullable String type) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int place = 0; place < fields.places(); place++) {
            if (!fields.isThere(place)) {
                continue;
            }
            String name = fields.nameAt(place).toLowerCase(Locale.ROOT);
            if (name.startsWith("ce-")
                    && name.length() > 3
                    && !name.equals("ce-data")
                    && !name.equals("ce-data_base64")) {
                attributes.putIfAbsent(name.substring(3), decoded(fields.valueAt(place)));
            }
        }
        return attributes.containsKey("specversion") ? new Binary(attributes, type) : null;
    }

    /// Values are percent-encoded UTF-8 (HTTP binding, 3.1.3.2); one that is not stays as it is.
    private static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException malformed) {
            return value;
        }
    }
}
