package io.tallygate.gateway.policy.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One parameter of a query, found under whatever encoding of its name; the other octets of the query are left as
/// they are.
final class QueryParameter {
    private QueryParameter() {}

    /// @return  decoded; null when it is not there
    static @Nullable String first(@Nullable String query, String name) {
        for (int from = 0; query != null && from <= query.length(); ) {
            int end = end(query, from);
            if (names(query, from, end, name)) {
                int equals = query.indexOf('=', from);
                return equals < 0 || equals > end ? "" : decode(query.substring(equals + 1, end));
            }
            from = end + 1;
        }
        return null;
    }

    static boolean isRepeated(String query, String name) {
        return all(query, name).size() > 1;
    }

    /// @return  every value of that name, decoded
    static List<String> all(String query, String name) {
        List<String> values = new ArrayList<>();
        for (int from = 0; from <= query.length(); ) {
            int end = end(query, from);
            if (names(query, from, end, name)) {
                int equals = query.indexOf('=', from);
                values.add(equals < 0 || equals > end ? "" : decode(query.substring(equals + 1, end)));
            }
            from = end + 1;
        }
        return values;
    }

    /// @return  null when nothing is left
    static @Nullable String without(@Nullable String query, String name) {
        if (query == null || first(query, name) == null) {
            return query;
        }
        StringBuilder rest = new StringBuilder(query.length());
        for (int from = 0; from <= query.length(); ) {
            int end = end(query, from);
            if (!names(query, from, end, name)) {
                if (!rest.isEmpty()) {
                    rest.append('&');
                }
                rest.append(query, from, end);
            }
            from = end + 1;
        }
        return rest.isEmpty() ? null : rest.toString();
    }

    private static int end(String query, int from) {
        int ampersand = query.indexOf('&', from);
        return ampersand < 0 ? query.length() : ampersand;
    }

    private static boolean names(String query, int from, int end, String name) {
        int equals = query.indexOf('=', from);
        int nameEnd = equals < 0 || equals > end ? end : equals;
        return nameEnd - from >= name.length()
                && (query.startsWith(name, from) && nameEnd - from == name.length()
                        || decode(query.substring(from, nameEnd)).equals(name));
    }

    private static String decode(String text) {
        try {
            return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
