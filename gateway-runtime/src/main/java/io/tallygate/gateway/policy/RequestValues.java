package io.tallygate.gateway.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallygate.gateway.exchange.Exchange;
import io.tallygate.gateway.http.Fields;
import io.tallygate.gateway.route.PathVariables;
import io.tallygate.gateway.route.RequestPath;
import io.tallygate.gateway.route.Route;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What expressions and templates may know of a request, decoded. What the caller has shown to be let in is not among
/// it. Makes objects.
public final class RequestValues {
    private static final Set<String> SECRET =
            Set.of("authorization", "cookie", "x-api-key", "proxy-authorization", "set-cookie");

    private final Map<String, String> path;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final String method;

    /// @param route  that answers the call
    public RequestValues(Exchange call, Route route) {
        method = call.request().method();
        path = PathVariables.of(
                route.matches().get(call.conditionSet()).path(),
                RequestPath.of(call.request().path()));
        path.replaceAll((_, value) -> decoded(value.replace("+", "%2B")));
        readQuery(call.upstreamQuery());
        Fields fields = call.request().fields();
        for (int place = 0; place < fields.places(); place++) {
            if (fields.isThere(place)) {
                String name = fields.nameAt(place).toLowerCase(Locale.ROOT);
                if (!SECRET.contains(name)) {
                    headers.merge(name, fields.valueAt(place), (one, other) -> one + ", " + other);
                }
            }
        }
    }

    private void readQuery(@Nullable String text) {
        for (String parameter : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            query.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /// @return  null: the path has no such value
    public @Nullable String path(String name) {
        return path.get(name);
    }

    /// @return  the first; null: there is none
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.getFirst();
    }

    /// @param lowerCase  a token
    /// @return           null: there is none, or it is nobody's business
    public @Nullable String header(String lowerCase) {
        return headers.get(lowerCase);
    }

    /// As JSON: `method`, `path`, `query` (a list where a parameter is there more than once) and `headers`.
    public Map<String, @Nullable Object> plain() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("method", method);
        all.put("path", new LinkedHashMap<>(path));
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        query.forEach((name, values) -> parameters.put(name, values.size() == 1 ? values.getFirst() : values));
        all.put("query", parameters);
        all.put("headers", new LinkedHashMap<>(headers));
        return all;
    }
}
