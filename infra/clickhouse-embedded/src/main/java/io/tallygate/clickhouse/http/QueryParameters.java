package io.tallygate.clickhouse.http;

import io.tallygate.clickhouse.engine.EngineException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request's URL parameters, sorted by what they are.
/// @param settings    for this request alone
/// @param parameters  `param_x=…` by `x`, to be bound by the engine
/// @param own         those that the HTTP interface itself understands
record QueryParameters(Map<String, String> settings, Map<String, String> parameters, Map<String, String> own) {
    private static final Set<String> OWN = Set.of(
            "query",
            "database",
            "default_format",
            "query_id",
            "compress",
            "decompress",
            "user",
            "password",
            "wait_end_of_query",
            "buffer_size",
            "enable_http_compression",
            "http_zlib_compression_level",
            "client_protocol_version",
            "quota_key",
            "stacktrace",
            "session_id",
            "session_timeout",
            "session_check",
            "close_session",
            "role");

    static QueryParameters of(@Nullable String rawQuery) throws EngineException {
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<String, String> own = new LinkedHashMap<>();
        for (String part : rawQuery == null ? new String[0] : rawQuery.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decoded(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
            if (name.startsWith("param_")) {
                parameters.put(name.substring("param_".length()), value);
            } else if (OWN.contains(name)) {
                own.put(name, value);
            } else {
                settings.put(name, value);
            }
        }
        for (String unoffered : new String[] {"session_id", "role"}) {
            if (own.containsKey(unoffered)) {
                throw EngineException.of(
                        EngineException.NOT_IMPLEMENTED,
                        "The embedded ClickHouse has no '" + unoffered + "': every request is a session of its own",
                        "NOT_IMPLEMENTED");
            }
        }
        return new QueryParameters(settings, parameters, own);
    }

    private static String decoded(String text) throws EngineException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw EngineException.of(
                    EngineException.BAD_ARGUMENTS, "A URL parameter is not percent-encoded rightly", "BAD_ARGUMENTS");
        }
    }

    @Nullable
    String own(String name) {
        String value = own.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    boolean isOn(String name) {
        String value = own(name);
        return value != null && !value.equals("0") && !value.equalsIgnoreCase("false");
    }
}
