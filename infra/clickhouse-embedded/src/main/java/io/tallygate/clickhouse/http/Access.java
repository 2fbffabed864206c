package io.tallygate.clickhouse.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Who may ask. The engine itself knows no users: there is at most one name and password for all. Web pages are kept
/// out, since a page of any site could otherwise send statements to a port on its visitor's own machine.
/// @param user      the only one, or empty: then any name without a password will do
/// @param password  its password
public record Access(String user, String password) {
    /// @return  why not, or null
    @Nullable
    String refusal(HttpRequest request, QueryParameters parameters) {
        if (request.containsHeader("Origin") || request.containsHeader("Sec-Fetch-Site")) {
            return "Requests from web pages are not served";
        }
        if (user.isEmpty()) {
            // a name that was made to point here after a page was loaded (DNS rebinding) is not one of ours
            Header host = request.getFirstHeader("Host");
            return host == null || isLocal(host.getValue()) ? null : "This host name is not served without a password";
        }
        String[] given = credentials(request, parameters);
        boolean right = same(given[0], user) & same(given[1], password);
        return right
                ? null
                : user + ": Authentication failed: password is incorrect, or there is no user with such name";
    }

    private static boolean isLocal(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]");
    }

    private static String[] credentials(HttpRequest request, QueryParameters parameters) {
        Header user = request.getFirstHeader("X-ClickHouse-User");
        if (user != null) {
            Header key = request.getFirstHeader("X-ClickHouse-Key");
            return new String[] {user.getValue(), key == null ? "" : key.getValue()};
        }
        Header authorization = request.getFirstHeader("Authorization");
        if (authorization != null && authorization.getValue().regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(authorization.getValue().substring(6).strip());
                String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
                return new String[] {parts[0], parts.length > 1 ? parts[1] : ""};
            } catch (IllegalArgumentException e) {
                return new String[] {"", ""};
            }
        }
        String name = parameters.own("user");
        String password = parameters.own("password");
        return new String[] {name == null ? "" : name, password == null ? "" : password};
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Access[user=" + user + "]";
    }
}
