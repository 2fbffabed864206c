package io.tallygate.stack.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request as a sample upstream sees it.
record Asked(String method, String path, Map<String, String> query, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Map<String, String> query(@Nullable String raw) {
        Map<String, String> all = new HashMap<>();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    all.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return all;
    }

    /// `GET /rates` as one text, to switch over.
    String line() {
        return method + " " + (segments().isEmpty() ? "/" : "/" + segments().getFirst());
    }

    List<String> segments() {
        return List.of(path.split("/")).stream().filter(part -> !part.isEmpty()).toList();
    }

    String parameter(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    /// A missing node when the body is not JSON.
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
