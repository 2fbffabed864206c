package io.tallygate.gateway.route;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One path in two forms with the same segments: the *normal* form, which is compared with routes, and the client's own
/// octets, which go upstream. What is done to which octet is told in the package's documentation. One per connection,
/// read anew for each request; for nearly all paths both forms are the octets that were sent, and nothing is copied.
public final class RequestPath {
    private static final String CONTROL = "The path holds a control character.";
    private static final String BACKSLASH = "The path holds a backslash.";
    private static final String NO_TRIPLET = "The path holds a percent sign that begins no encoded octet.";
    private static final String DOT_PARAMETERS = "A dot segment of the path has parameters.";
    private static final String HIDDEN_DOTS = "The path has dot segments beside an encoded slash.";

    /// What may be done with an octet as it stands.
    private static final byte KEPT = 0;

    private static final byte SLASH = 1;
    private static final byte PERCENT = 2;
    private static final byte ENCODED = 3;
    private static final byte REFUSED = 4;
    private static final byte[] KINDS = kinds();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);

    private byte[] normal = {};
    private int normalFrom;
    private int normalTo;
    private byte[] raw = {};
    private int rawFrom;
    private int rawTo;

    /// Used again for each path that is not in its normal form.
    private byte[] ownNormal = {};

    private byte[] ownRaw = {};
    private boolean sawHiddenSlash;

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, ENCODED);
        Arrays.fill(kinds, 0, 0x20, REFUSED);
        kinds[0x7f] = REFUSED;
        kinds['\\'] = REFUSED;
        kinds['/'] = SLASH;
        kinds['%'] = PERCENT;
        for (char c = 'a'; c <= 'z'; c++) {
            kinds[c] = KEPT;
            kinds[c - 'a' + 'A'] = KEPT;
        }
        for (char c : "0123456789-._~!$&'()*+,;=:@".toCharArray()) {
            kinds[c] = KEPT;
        }
        return kinds;
    }

    /// @param octets  that begin with `/` and have no query; looked at as long as this path is
    /// @return        why the path is refused with 400, for its sender; null when it is not
    public @Nullable String read(byte[] octets, int from, int to) {
        if (isNormal(octets, from, to)) {
            normal = octets;
            normalFrom = from;
            normalTo = to;
            raw = octets;
            rawFrom = from;
            rawTo = to;
            return null;
        }
        return normalise(octets, from, to);
    }

    /// Of a test or of what a person wrote.
    /// @throws IllegalArgumentException  when readers of this path may come to different places
    public static RequestPath of(String path) {
        byte[] octets = path.getBytes(UTF_8);
        RequestPath read = new RequestPath();
        String why = read.read(octets, 0, octets.length);
        if (why != null) {
            throw new IllegalArgumentException(why);
        }
        return read;
    }

    private static boolean isNormal(byte[] octets, int from, int to) {
        boolean behindSlash = false;
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            byte kind = KINDS[octet & 0xff];
            if (kind == KEPT) {
                if (behindSlash && octet == '.') {
                    return false;
                }
                behindSlash = false;
            } else if (kind == SLASH && !behindSlash) {
                behindSlash = true;
            } else {
                return false;
            }
        }
        return true;
    }

    private @Nullable String normalise(byte[] octets, int from, int to) {
        if (ownRaw.length <= to - from) {
            ownRaw = new byte[to - from + 64];
            ownNormal = new byte[3 * ownRaw.length];
        }
        int raws = 0;
        int normals = 0;
        boolean hasDots = false;
        boolean endsInDots = false;
        sawHiddenSlash = false;
        for (int at = from; at < to; ) {
            while (at < to && octets[at] == '/') {
                at++;
            }
            int end = at;
            while (end < to && octets[end] != '/') {
                end++;
            }
            ownRaw[raws] = '/';
            ownNormal[normals] = '/';
            int normalEnd = putNormal(octets, at, end, ownNormal, normals + 1);
            if (normalEnd < 0) {
                return refusal(octets, at, end);
            }
            int name = nameEnd(ownNormal, normals + 1, normalEnd);
            int dots = dots(ownNormal, normals + 1, name);
            if (dots > 0 && name < normalEnd) {
                return DOT_PARAMETERS; // `..;x` is a name for some readers and a step up for others
            }
            endsInDots = dots > 0;
            hasDots |= endsInDots;
            if (dots == 2) {
                raws = parent(ownRaw, raws);
                normals = parent(ownNormal, normals);
            } else if (dots == 0) {
                System.arraycopy(octets, at, ownRaw, raws + 1, end - at);
                raws += 1 + end - at;
                normals = normalEnd;
            }
            at = end;
        }
        if (endsInDots || normals == 0) {
            ownRaw[raws++] = '/';
            ownNormal[normals++] = '/';
        }
        if (sawHiddenSlash && (hasDots || hasHiddenDots(ownNormal, normals))) {
            return HIDDEN_DOTS;
        }
        raw = ownRaw;
        rawFrom = 0;
        rawTo = raws;
        normal = ownNormal;
        normalFrom = 0;
        normalTo = normals;
        return null;
    }

    private static int parent(byte[] path, int end) {
        int at = end;
        while (at > 0 && path[--at] != '/') {
            // on to the slash that leads the last segment
        }
        return at;
    }

    /// Where the segment's parameters begin.
    private static int nameEnd(byte[] path, int from, int to) {
        int at = from;
        while (at < to && path[at] != ';') {
            at++;
        }
        return at;
    }

    /// @return  1 for `.`, 2 for `..`, else 0
    private static int dots(byte[] path, int from, int to) {
        int length = to - from;
        return length < 1 || length > 2 || path[from] != '.' || path[to - 1] != '.' ? 0 : length;
    }

    /// Whether a part of a segment would be a dot segment, were its encoded slashes decoded.
    private static boolean hasHiddenDots(byte[] path, int to) {
        int from = 0;
        for (int i = 0; i <= to; i++) {
            boolean hidden = i + 2 < to && path[i] == '%' && path[i + 1] == '2' && path[i + 2] == 'F';
            if (i == to || path[i] == '/' || hidden) {
                if (dots(path, from, nameEnd(path, from, i)) > 0) {
                    return true;
                }
                from = hidden ? i + 3 : i + 1;
            }
        }
        return false;
    }

    /// @return  where what was put ends; -1 when the octets are refused
    private int putNormal(byte[] octets, int from, int to, byte[] into, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xff;
            switch (KINDS[octet]) {
                case KEPT, SLASH -> into[end++] = (byte) octet;
                case ENCODED -> end = putTriplet(octet, into, end);
                case PERCENT -> {
                    int decoded = decoded(octets, i, to);
                    if (decoded < 0 || KINDS[decoded] == REFUSED && decoded != '\t') {
                        return -1;
                    }
                    sawHiddenSlash |= decoded == '/';
                    if (KINDS[decoded] == KEPT && decoded != ';') {
                        into[end++] = (byte) decoded;
                    } else {
                        end = putTriplet(decoded, into, end);
                    }
                    i += 2;
                }
                default -> {
                    return -1;
                }
            }
        }
        return end;
    }

    private static int putTriplet(int octet, byte[] into, int at) {
        into[at] = '%';
        into[at + 1] = HEX[octet >> 4];
        into[at + 2] = HEX[octet & 15];
        return at + 3;
    }

    private static int decoded(byte[] octets, int percent, int to) {
        if (percent + 2 >= to) {
            return -1;
        }
        int high = Character.digit(octets[percent + 1] & 0xff, 16);
        int low = Character.digit(octets[percent + 2] & 0xff, 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static String refusal(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            int octet = octets[i] & 0xff;
            if (octet == '%') {
                octet = decoded(octets, i, to);
                if (octet < 0) {
                    return NO_TRIPLET;
                }
            }
            if (octet == '\\') {
                return BACKSLASH;
            }
        }
        return CONTROL;
    }

    /// A part of a route's path in the form that requests are compared in.
    /// @throws IllegalArgumentException  when no request has it
    static String normalLiteral(String text) {
        byte[] octets = text.getBytes(UTF_8);
        byte[] into = new byte[3 * octets.length];
        int end = new RequestPath().putNormal(octets, 0, octets.length, into, 0);
        if (end < 0) {
            throw new IllegalArgumentException("a path that no request has: " + text);
        }
        return new String(into, 0, end, ISO_8859_1);
    }

    /// The octets of the normal form, from [#normalFrom] to [#normalTo]: valid until the next path is read.
    public byte[] normal() {
        return normal;
    }

    public int normalFrom() {
        return normalFrom;
    }

    public int normalTo() {
        return normalTo;
    }

    public String normalText() {
        return new String(normal, normalFrom, normalTo - normalFrom, ISO_8859_1);
    }

    /// What goes upstream, from [#rawFrom] to [#rawTo]: valid until the next path is read.
    public byte[] raw() {
        return raw;
    }

    public int rawFrom() {
        return rawFrom;
    }

    public int rawTo() {
        return rawTo;
    }

    public String rawText() {
        return new String(raw, rawFrom, rawTo - rawFrom, ISO_8859_1);
    }

    /// @param segments  of the beginning that is taken off
    /// @return          where in [#raw] that goes on which is behind it: at a slash, or at [#rawTo]. A path that is
    ///                  only a slash has nothing behind it (RFC 3986, 6.2.3)
    public int rawBehind(int segments) {
        if (rawTo - rawFrom == 1) {
            return rawTo;
        }
        int left = segments;
        for (int i = rawFrom; i < rawTo; i++) {
            if (raw[i] == '/' && left-- == 0) {
                return i;
            }
        }
        return rawTo;
    }
}
