package io.tallygate.gateway.route;

import java.util.Locale;

/// Which hosts a route answers: `api.example.com`, `*.example.com` (one label more, or several; not `example.com`
/// itself), each with a port or for any.
/// @param name      lower case, without brackets; of a wildcard what is behind `*`, beginning with the dot
/// @param port      as the Host field names it; -1: any, also none
public record HostPattern(String name, boolean wildcard, int port) {
    /// @throws IllegalArgumentException  says, to a person, why it is none
    public static HostPattern of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String name = lower;
        int port = -1;
        int colon = lower.lastIndexOf(':');
        boolean bracketed = lower.startsWith("[");
        // `::1` without brackets is an address without a port
        if (colon > 0 && (bracketed ? lower.charAt(colon - 1) == ']' : lower.indexOf(':') == colon)) {
            name = lower.substring(0, colon);
            port = port(lower.substring(colon + 1), text);
        }
        if (bracketed) {
            if (!name.endsWith("]")) {
                throw new IllegalArgumentException("not a host: " + text);
            }
            name = name.substring(1, name.length() - 1);
        }
        boolean wildcard = name.startsWith("*.");
        String rest = wildcard ? name.substring(1) : name;
        if (rest.isEmpty()
                || rest.length() > 253
                || rest.endsWith(".")
                || !rest.chars().allMatch(HostPattern::isLegal)) {
            throw new IllegalArgumentException("not a host: " + text);
        }
        return new HostPattern(rest, wildcard, port);
    }

    private static int port(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("not a host with a port: " + text);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + text);
        }
        return port;
    }

    private static boolean isLegal(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' || c == ':';
    }

    @Override
    public String toString() {
        String host = wildcard ? "*" + name : name.indexOf(':') < 0 ? name : "[" + name + "]";
        return port < 0 ? host : host + ":" + port;
    }
}
