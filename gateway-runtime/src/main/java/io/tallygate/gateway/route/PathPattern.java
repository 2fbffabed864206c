package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which paths a route answers. Its *lead* are the segments that it says literally from the beginning; where a pattern
/// stands among others is told in the package's documentation.
public final class PathPattern {
    /// Octets of a pattern that is no regular expression.
    public static final int MAX_LENGTH = 2048;

    /// How a pattern is read; the earlier goes first where the lead is the same.
    public enum Kind {
        /// The whole path.
        EXACT,
        /// The whole path, parameters in segments as in OpenAPI: `/orders/{id}`, `/files/{name}.json`.
        TEMPLATE,
        /// The path's beginning up to the end of a segment, RE2's syntax.
        REGEX,
        /// The path's first segments.
        PREFIX
    }

    /// A literal, or one parameter, which is never empty, between a prefix and a suffix.
    record Segment(byte[] prefix, boolean parameter, byte[] suffix) {
        static Segment literal(String text) {
            return new Segment(octets(text), false, new byte[0]);
        }

        static Segment template(String text) {
            int open = text.indexOf('{');
            int close = text.lastIndexOf('}');
            return open < 0 || close < open
                    ? literal(text)
                    : new Segment(octets(text.substring(0, open)), true, octets(text.substring(close + 1)));
        }

        private static byte[] octets(String text) {
            return RequestPath.normalLiteral(text).getBytes(ISO_8859_1);
        }
    }

    private final Kind kind;
    private final String text;
    private final List<Segment> segments;
    private final @Nullable Pattern regex;

    private PathPattern(Kind kind, String text, List<Segment> segments, @Nullable Pattern regex) {
        this.kind = kind;
        this.text = text;
        this.segments = List.copyOf(segments);
        this.regex = regex;
    }

    /// @throws IllegalArgumentException  says, to a person, why it is none
    public static PathPattern of(Kind kind, String text) {
        return switch (kind) {
            case EXACT -> new PathPattern(kind, text, segments(text, false), null);
            case TEMPLATE -> new PathPattern(kind, text, segments(text, true), null);
            case PREFIX -> prefix(text);
            case REGEX -> regex(text);
        };
    }

    /// @param text  a final slash says nothing; empty, or `/`: every path
    public static PathPattern prefix(String text) {
        String clean = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return new PathPattern(Kind.PREFIX, clean, clean.isEmpty() ? List.of() : segments(clean, false), null);
    }

    private static List<Segment> segments(String text, boolean template) {
        if (!text.startsWith("/") || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a path begins with / and has at most " + MAX_LENGTH + " characters");
        }
        List<Segment> segments = new ArrayList<>();
        String[] parts = text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            Segment segment = template ? Segment.template(parts[i]) : Segment.literal(parts[i]);
            String literal = new String(segment.prefix(), ISO_8859_1);
            if (literal.isEmpty() && !segment.parameter() && i < parts.length - 1
                    || !segment.parameter() && (literal.equals(".") || literal.equals(".."))) {
                // no request's normal form has such a segment
                throw new IllegalArgumentException("a path with an empty segment or a dot segment: " + text);
            }
            segments.add(segment);
        }
        return segments;
    }

    private static PathPattern regex(String text) {
        LinearRegex.compile(text); // alone: it must not reach out of the brackets below
        Pattern whole = LinearRegex.compile("(" + text + ")(?:/(?s:.*))?", text.length() + 20);
        List<Segment> lead = new ArrayList<>();
        String literal = RegexLead.of(text);
        for (int from = 0; from < literal.length(); ) {
            int slash = literal.indexOf('/', from + 1);
            int end = slash < 0 ? literal.length() : slash;
            lead.add(new Segment(literal.substring(from + 1, end).getBytes(ISO_8859_1), false, new byte[0]));
            from = end;
        }
        return new PathPattern(Kind.REGEX, text, lead, whole);
    }

    public Kind kind() {
        return kind;
    }

    /// As it was given; of a prefix without a final slash.
    public String text() {
        return text;
    }

    /// Of a regular expression only its lead.
    List<Segment> segments() {
        return segments;
    }

    /// In brackets, and with what may follow; null: this is no regular expression.
    @Nullable
    Pattern regex() {
        return regex;
    }

    /// Whether a regular expression matches that path. Allocates.
    boolean isFound(Asked asked) {
        return regex != null && regex.matcher(pathOf(asked)).matches();
    }

    /// @param asked  what this pattern has matched
    /// @return       where in its path that ends which was matched
    int end(Asked asked) {
        return switch (kind) {
            case EXACT, TEMPLATE -> asked.pathTo();
            case PREFIX -> end(asked, segments.size());
            case REGEX -> {
                Matcher matcher = regex == null ? null : regex.matcher(pathOf(asked));
                yield asked.pathFrom() + (matcher != null && matcher.matches() ? matcher.end(1) : 0);
            }
        };
    }

    /// @return  where that many segments end
    static int end(Asked asked, int segments) {
        if (segments == 0) {
            return asked.pathFrom();
        }
        byte[] path = asked.path();
        int left = segments;
        for (int i = asked.pathFrom() + 1; i < asked.pathTo(); i++) {
            if (path[i] == '/' && --left == 0) {
                return i;
            }
        }
        return asked.pathTo();
    }

    private static String pathOf(Asked asked) {
        return new String(asked.path(), asked.pathFrom(), asked.pathTo() - asked.pathFrom(), ISO_8859_1);
    }

    @Override
    public String toString() {
        return kind + " " + text;
    }
}
