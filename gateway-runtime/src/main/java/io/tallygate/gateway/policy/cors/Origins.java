package io.tallygate.gateway.policy.cors;

import com.google.re2j.Pattern;
import io.tallygate.gateway.route.LinearRegex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which origins may read a route's answers. Immutable.
final class Origins {
    private static final String WILDCARD = "://*.";

    private final boolean every;
    private final Set<String> literal = new HashSet<>();
    private final List<Pattern> patterns = new ArrayList<>();

    /// @param origins   `*`, `https://a.example`, `https://*.a.example`; empty, as `patterns` too: every origin
    /// @param patterns  regular expressions (RE2) of whole origins
    Origins(List<String> origins, List<String> patterns) {
        this.every = origins.contains("*") || origins.isEmpty() && patterns.isEmpty();
        for (String origin : origins) {
            if (origin.equals("*")) {
                continue;
            }
            if (!origin.matches("[A-Za-z][A-Za-z0-9+.-]*://(\\*\\.)?[^/?#@*\\s]+")) {
                throw new IllegalArgumentException(
                        "an origin is a scheme, a host, perhaps a port, and nothing more: " + origin);
            }
            String normal = normal(origin);
            int wildcard = normal.indexOf(WILDCARD);
            if (wildcard < 0) {
                literal.add(normal);
            } else { // as browsers write origins: labels of a host, never a slash
                this.patterns.add(Pattern.compile(Pattern.quote(normal.substring(0, wildcard)) + "://[^/?#@:]+"
                        + Pattern.quote(normal.substring(wildcard + WILDCARD.length() - 1))));
            }
        }
        for (String pattern : patterns) {
            this.patterns.add(LinearRegex.compile(pattern));
        }
    }

    private static String normal(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") && lower.endsWith(":443")) {
            return lower.substring(0, lower.length() - 4);
        }
        return lower.startsWith("http://") && lower.endsWith(":80") ? lower.substring(0, lower.length() - 3) : lower;
    }

    boolean isEvery() {
        return every;
    }

    boolean contains(String origin) {
        if (every || literal.contains(origin)) {
            return true;
        }
        for (Pattern pattern : patterns) {
            if (pattern.matches(origin)) {
                return true;
            }
        }
        return false;
    }
}
