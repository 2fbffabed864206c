package io.tallygate.gateway.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One path in two forms with the same segments: the *normal* form, which is compared with routes (unreserved
/// characters decoded, other triplets in upper case, dot segments resolved; RFC 3986, 6.2.2), and the client's own
/// octets, which go upstream. Dot segments are resolved in both, so that an upstream never resolves them beyond the
/// prefix that was checked. Repeated slashes stay as they are: empty segments.
public final class RequestPath {
    private final String normal;
    private final String raw;

    private RequestPath(String normal, String raw) {
        this.normal = normal;
        this.raw = raw;
    }

    /// @param path  as sent: begins with `/`, no query
    /// @throws AmbiguousPath  when readers of this path may come to different places
    public static RequestPath of(String path) {
        return isNormal(path) ? new RequestPath(path, path) : normalise(path);
    }

    /// Nearly all paths: nothing encoded, no segment that begins with a dot.
    private static boolean isNormal(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c == ';' || c == '.' && path.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }

    private static RequestPath normalise(String path) {
        List<String> normal = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        boolean hasDots = false;
        boolean hasHiddenSlash = false;
        boolean endsInDirectory = false;
        for (int from = 1; from <= path.length(); ) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, end);
            String decoded = decodeUnreserved(segment);
            hasHiddenSlash |= decoded.contains("%2F") || decoded.contains("%5C");
            String name = withoutParameters(decoded);
            endsInDirectory = name.equals(".") || name.equals("..");
            if (endsInDirectory) {
                if (!name.equals(decoded)) {
                    // `..;x` is a name for some readers and a step up for others
                    throw new AmbiguousPath("A dot segment of the path has parameters.");
                }
                hasDots = true;
                if (name.equals("..") && !normal.isEmpty()) {
                    normal.removeLast();
                    raw.removeLast();
                }
            } else {
                normal.add(decoded);
                raw.add(segment);
            }
            from = end + 1;
        }
        if (hasHiddenSlash
                && (hasDots
                        || path.contains("..")
                        || path.toLowerCase(Locale.ROOT).contains("%2e"))) {
            throw new AmbiguousPath("The path has dot segments beside an encoded slash or backslash.");
        }
        if (endsInDirectory) {
            normal.add("");
            raw.add("");
        }
        return new RequestPath("/" + String.join("/", normal), "/" + String.join("/", raw));
    }

    private static String withoutParameters(String segment) {
        int semicolon = segment.indexOf(';');
        return semicolon < 0 ? segment : segment.substring(0, semicolon);
    }

    private static String decodeUnreserved(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        StringBuilder decoded = new StringBuilder(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                decoded.append(c);
                continue;
            }
            int octet = octet(segment, i);
            if (octet < 0) {
                throw new AmbiguousPath("The path holds a percent sign that begins no encoded octet.");
            }
            if (octet < 0x20 || octet == 0x7f) {
                throw new AmbiguousPath("The path holds an encoded control character.");
            }
            if (isUnreserved(octet)) {
                decoded.append((char) octet);
            } else {
                decoded.append('%')
                        .append(Character.toUpperCase(segment.charAt(i + 1)))
                        .append(Character.toUpperCase(segment.charAt(i + 2)));
            }
            i += 2;
        }
        return decoded.toString();
    }

    private static int octet(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = hex(text.charAt(percent + 1));
        int low = hex(text.charAt(percent + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static boolean isUnreserved(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /// What routes are compared with.
    public String normal() {
        return normal;
    }

    /// The client's octets, dot segments resolved.
    public String raw() {
        return raw;
    }

    /// @param segments  of the prefix that matched
    /// @return          the client's octets behind it: empty, or beginning with `/`
    public String rawBehind(int segments) {
        int at = 0;
        for (int i = 0; i < segments; i++) {
            at = raw.indexOf('/', at + 1);
            if (at < 0) {
                return "";
            }
        }
        return segments == 0 ? raw : raw.substring(at);
    }

    /// Readers of such a path may come to different places; it is refused with 400.
    public static final class AmbiguousPath extends IllegalArgumentException {
        AmbiguousPath(String message) {
            super(message, null);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // an answer, not a fault: who sends thousands must not make us walk stacks
        }
    }
}
