package io.tallygate.gateway.route;

import java.util.ArrayList;
import java.util.List;

/// A path template as in OpenAPI: literal segments and such with one parameter, `/orders/{id}`, `/files/{name}.json`.
/// Sorted, the stricter one comes first, segment by segment.
final class PathPattern implements Comparable<PathPattern> {
    private final List<Segment> segments;

    /// @param parameter  there is one between prefix and suffix; it is never empty
    private record Segment(String prefix, boolean parameter, String suffix) {
        static Segment of(String text) {
            int open = text.indexOf('{');
            int close = text.lastIndexOf('}');
            return open < 0 || close < open
                    ? new Segment(text, false, "")
                    : new Segment(text.substring(0, open), true, text.substring(close + 1));
        }

        /// A literal is the strictest, then a parameter with the most text around it.
        int looseness() {
            return parameter ? Integer.MAX_VALUE - prefix.length() - suffix.length() : 0;
        }

        boolean matches(String path, int from, int to) {
            int length = to - from;
            if (!parameter) {
                return length == prefix.length() && path.startsWith(prefix, from);
            }
            return length > prefix.length() + suffix.length()
                    && path.startsWith(prefix, from)
                    && path.startsWith(suffix, to - suffix.length());
        }
    }

    private PathPattern(List<Segment> segments) {
        this.segments = segments;
    }

    /// @param template  begins with `/`
    static PathPattern of(String template) {
        List<Segment> segments = new ArrayList<>();
        for (String segment : template.substring(1).split("/", -1)) {
            segments.add(Segment.of(segment));
        }
        return new PathPattern(List.copyOf(segments));
    }

    int segments() {
        return segments.size();
    }

    /// An empty rest is taken as `/`: the API's root.
    static int segments(String path, int from) {
        int segments = 0;
        for (int i = from; i < path.length(); i++) {
            if (path.charAt(i) == '/') {
                segments++;
            }
        }
        return Math.max(1, segments);
    }

    boolean matches(String path, int from) {
        int at = Math.min(path.length(), from + 1);
        for (int i = 0; i < segments.size(); i++) {
            int slash = path.indexOf('/', at);
            int end = slash < 0 ? path.length() : slash;
            if (!segments.get(i).matches(path, at, end)) {
                return false;
            }
            at = Math.min(path.length(), end + 1);
        }
        return true;
    }

    @Override
    public int compareTo(PathPattern other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int order = Integer.compare(
                    segments.get(i).looseness(), other.segments.get(i).looseness());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(segments.size(), other.segments.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && segments.equals(pattern.segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode();
    }
}
