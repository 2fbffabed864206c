package io.tallygate.gateway;

import io.tallygate.gateway.observe.accesslog.AccessLogSettings;
import io.tallygate.gateway.observe.accesslog.AccessLogSettings.ClientAddress;
import io.tallygate.gateway.observe.tracing.TracingSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an installation says of looking on, in environment variables:
///
/// | variable | what |
/// | --- | --- |
/// | `TALLYGATE_TRACES_ENDPOINT` | where spans go by OTLP over HTTP: `http://collector:4318/v1/traces`; without it none
/// are sent |
/// | `TALLYGATE_TRACES_HEADERS` | that go with them: `name=value`, comma separated |
/// | `TALLYGATE_TRACES_RATIO` | of traces that begin here, 0 to 1; 0.01 |
/// | `TALLYGATE_TRACES_BELIEVE` | whose decision that a call is told of is followed: `proxies` (trusted ones) or `all`
/// |
/// | `TALLYGATE_ACCESS_LOG` | `stdout`, or a file; without it there is none |
/// | `TALLYGATE_ACCESS_LOG_MIB` | of a file before it is renamed; 100 |
/// | `TALLYGATE_ACCESS_LOG_FILES` | renamed files that are kept; 5 |
/// | `TALLYGATE_ACCESS_LOG_CLIENT` | the client's address: `none`, `truncated` or `full` |
/// @param tracing    null: no spans are sent
/// @param accessLog  null: there is none
public record SeeingSettings(
        @Nullable TracingSettings tracing, @Nullable AccessLogSettings accessLog) {

    static SeeingSettings of(Map<String, String> environment) {
        return new SeeingSettings(tracing(environment), accessLog(environment));
    }

    private static @Nullable TracingSettings tracing(Map<String, String> environment) {
        String endpoint = text(environment, "TALLYGATE_TRACES_ENDPOINT", "");
        if (endpoint.isEmpty()) {
            return null;
        }
        String believe = oneOf(environment, "TALLYGATE_TRACES_BELIEVE", "proxies", "all");
        return new TracingSettings(endpoint(endpoint), headers(environment), ratio(environment), believe.equals("all"));
    }

    private static URI endpoint(String text) {
        try {
            URI endpoint = URI.create(text);
            if (endpoint.getHost() != null
                    && ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException malformed) {
            // as any other that is none
        }
        throw new IllegalArgumentException("TALLYGATE_TRACES_ENDPOINT is no address of HTTP");
    }

    private static double ratio(Map<String, String> environment) {
        try {
            double ratio = Double.parseDouble(text(environment, "TALLYGATE_TRACES_RATIO", "0.01"));
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException none) {
            // as one that is out of bounds
        }
        throw new IllegalArgumentException("TALLYGATE_TRACES_RATIO is not a number from 0 to 1");
    }

    private static Map<String, String> headers(Map<String, String> environment) {
        Map<String, String> headers = new HashMap<>();
        for (String header : text(environment, "TALLYGATE_TRACES_HEADERS", "").split(",")) {
            int equals = header.indexOf('=');
            if (equals > 0) {
                headers.put(
                        header.substring(0, equals).strip(),
                        header.substring(equals + 1).strip());
            } else if (!header.isBlank()) { // it may be a secret
                throw new IllegalArgumentException("TALLYGATE_TRACES_HEADERS is not name=value, comma separated");
            }
        }
        return headers;
    }

    private static @Nullable AccessLogSettings accessLog(Map<String, String> environment) {
        String where = text(environment, "TALLYGATE_ACCESS_LOG", "");
        if (where.isEmpty()) {
            return null;
        }
        String client = oneOf(environment, "TALLYGATE_ACCESS_LOG_CLIENT", "none", "truncated", "full");
        return new AccessLogSettings(
                where.equals("stdout") ? null : Path.of(where),
                number(environment, "TALLYGATE_ACCESS_LOG_MIB", 100, 1, 100_000) << 20,
                (int) number(environment, "TALLYGATE_ACCESS_LOG_FILES", 5, 0, 1_000),
                ClientAddress.valueOf(client.toUpperCase(Locale.ROOT)));
    }

    private static String text(Map<String, String> environment, String name, String otherwise) {
        String value = Objects.requireNonNullElse(environment.get(name), "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    /// The first is meant where nothing is said.
    private static String oneOf(Map<String, String> environment, String name, String... known) {
        String value = text(environment, name, known[0]);
        for (String each : known) {
            if (each.equals(value)) {
                return each;
            }
        }
        throw new IllegalArgumentException(name + " is none of " + String.join(", ", known));
    }

    private static long number(Map<String, String> environment, String name, long otherwise, long least, long most) {
        String value = text(environment, name, Long.toString(otherwise));
        if (!value.matches("[0-9]{1,7}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw new IllegalArgumentException(name + " is not a number from " + least + " to " + most + ": " + value);
        }
        return Long.parseLong(value);
    }
}
