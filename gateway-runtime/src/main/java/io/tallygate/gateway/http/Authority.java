package io.tallygate.gateway.http;

import org.jspecify.annotations.Nullable;

/// `host`, `host:port`, `[ipv6]:port` (RFC 3986, 3.2, without user information).
final class Authority {
    private static final String HOST_MARKS = "-._~%!$&'()*+,;=";

    private Authority() {}

    /// @return  the host as written, without brackets; null when this is no authority
    static @Nullable String host(String text) {
        int end;
        String host;
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            if (bracket < 2 || !isAddress(text, bracket)) {
                return null;
            }
            host = text.substring(1, bracket);
            end = bracket + 1;
        } else {
            int colon = text.indexOf(':');
            end = colon < 0 ? text.length() : colon;
            host = text.substring(0, end);
            if (host.length() > 255 || !isName(host) || host.isEmpty() && !text.isEmpty()) {
                return null;
            }
        }
        return isPort(text, end) ? host : null;
    }

    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') && HOST_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAddress(String text, int bracket) {
        for (int i = 1; i < bracket; i++) {
            char c = text.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.' || c > 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.charAt(from) != ':' || text.length() - from > 6) {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = port * 10 + digit;
        }
        return port <= 65_535;
    }
}
