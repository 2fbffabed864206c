package io.tallygate.gateway.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A message head in HTTP/1.1, read octet by octet by RFC 9112's grammar, with everything a recipient *may* tolerate
/// refused: bare CR or LF, folded lines, white space before a colon, control characters, names that are no tokens,
/// other
/// versions than 1.0 and 1.1. May still be arriving: complete lines are not looked at twice.
abstract class Head {
    private static final byte TARGET = 2;
    private static final byte VALUE = 4;
    private static final byte[] CLASSES = classes();

    private static final int PIECE = 1 << 10;

    final Fields fields = new Fields();
    /// Where the first line that was not read yet begins, in the octets of the fields.
    private int scanned;

    private boolean startLineRead;
    private int count;
    private @Nullable Malformed malformed;
    private int minorVersion = 1;

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0x21; c < 0x7f; c++) {
            classes[c] |= VALUE;
            // RFC 3986's characters and those that clients often leave unencoded; a fragment never belongs there, and
            // some upstreams read a backslash as a slash
            if (c != '\\' && c != '#') {
                classes[c] |= TARGET;
            }
        }
        classes[' '] |= VALUE;
        classes['\t'] |= VALUE;
        for (int c = 0x80; c < 0x100; c++) {
            classes[c] |= VALUE; // obs-text: opaque, carried as it is
        }
        return classes;
    }

    /// Forgets the message.
    void clear() {
        fields.clear();
        scanned = 0;
        startLineRead = false;
        count = 0;
        malformed = null;
        minorVersion = 1;
    }

    /// A head that has no line in front of its fields: the trailers of a chunked body.
    void beginWithoutStartLine() {
        startLineRead = true;
    }

    /// The line before the fields, checked to its version.
    /// @return  why it is none; null when it is one
    abstract @Nullable Malformed startLine(byte[] in, int from, int to, HttpLimits limits);

    /// What a line is called whose end does not come.
    @Nullable
    Malformed unfinishedStartLine(int length, HttpLimits limits) {
        return null;
    }

    public final Fields fields() {
        return fields;
    }

    @Nullable
    public final Malformed malformed() {
        return malformed;
    }

    /// 0 for HTTP/1.0, else 1; what came by HTTP/2 counts as 1.
    public final int minorVersion() {
        return minorVersion;
    }

    /// Whether some of it has come.
    public final boolean hasBegun() {
        return fields.length() > 0;
    }

    /// Takes what belongs to the head out of the buffer.
    /// @return  true when the head is complete; else more is needed, or see [#malformed]
    public final boolean read(ByteBuf in, HttpLimits limits) {
        do {
            int before = fields.length();
            // in pieces: the body behind a head, often in the same buffer, is not for these octets
            int taken = Math.min(Math.min(in.readableBytes(), PIECE), limits.headBytes() + 1 - before);
            byte[] octets = fields.room(taken);
            in.getBytes(in.readerIndex(), octets, before, taken);
            int end = lines(octets, before + taken, limits);
            if (end >= 0) {
                in.skipBytes(end + 2 - before);
                fields.length(end); // lines that are added lie behind the last one
                return true;
            }
            in.skipBytes(taken);
            fields.length(before + taken);
            if (malformed == null) {
                checkUnfinished(before + taken, limits);
            }
        } while (malformed == null && in.isReadable());
        return false;
    }

    /// @return  where the empty line begins that ends the head; negative: not there
    private int lines(byte[] in, int end, HttpLimits limits) {
        while (malformed == null) {
            int line = scanned;
            if (!startLineRead) {
                int lf = line;
                while (lf < end && in[lf] != '\n') {
                    lf++;
                }
                if (lf == end) {
                    return -1;
                }
                startLineRead = true;
                malformed = lf > line && in[lf - 1] == '\r'
                        ? startLine(in, line, lf - 1, limits)
                        : Malformed.framing("A line of the head does not end with CR LF.");
                scanned = lf + 1;
                continue;
            }
            if (line < end && in[line] == '\r') {
                if (line + 1 == end) {
                    return -1;
                }
                if (in[line + 1] == '\n') {
                    return line;
                }
                malformed = Malformed.framing("A line of the head does not end with CR LF.");
                return -1;
            }
            int next = field(in, line, end, limits);
            if (next < 0) {
                return -1;
            }
            scanned = next;
        }
        return -1;
    }

    /// @return  where the next line begins; negative: more is needed, or it is malformed
    private int field(byte[] in, int line, int end, HttpLimits limits) {
        int at = line;
        int hash = 0;
        for (int lower = 0; at < end; at++) {
            lower = FieldName.lower(in[at]);
            if (lower == 0) {
                break;
            }
            hash = 31 * hash + lower;
        }
        if (at == end) {
            return -1;
        }
        if (in[at] != ':' || at == line) {
            // also what folds a line (it begins with white space) and what stands between a name and its colon
            malformed = Malformed.framing("A header field does not begin with a name and a colon.");
            return -1;
        }
        int nameTo = at++;
        while (at < end && (in[at] == ' ' || in[at] == '\t')) {
            at++;
        }
        int valueFrom = at;
        while (at < end && (CLASSES[in[at] & 0xff] & VALUE) != 0) {
            at++;
        }
        if (at == end || in[at] == '\r' && at + 1 == end) {
            return -1;
        }
        if (in[at] != '\r' || in[at + 1] != '\n') {
            malformed = in[at] == '\r' || in[at] == '\n'
                    ? Malformed.framing("A line of the head does not end with CR LF.")
                    : Malformed.framing("A header field's value holds a control character.");
            return -1;
        }
        if (++count > limits.headerCount() || at + 2 > limits.headBytes()) {
            malformed = tooLargeHead(limits);
            return -1;
        }
        int valueTo = at;
        while (valueTo > valueFrom && (in[valueTo - 1] == ' ' || in[valueTo - 1] == '\t')) {
            valueTo--;
        }
        fields.put(line, nameTo, valueFrom, valueTo, at + 2, hash);
        return at + 2;
    }

    /// A line that never ends must not be waited for.
    private void checkUnfinished(int length, HttpLimits limits) {
        if (!startLineRead) {
            malformed = unfinishedStartLine(length - scanned, limits);
        }
        if (malformed == null && length > limits.headBytes()) {
            malformed = tooLargeHead(limits);
        }
    }

    @Nullable
    final Malformed version(byte[] in, int from, int to) {
        boolean http = to - from == 8
                && in[from] == 'H'
                && in[from + 1] == 'T'
                && in[from + 2] == 'T'
                && in[from + 3] == 'P'
                && in[from + 4] == '/'
                && digit(in, from + 5) >= 0
                && in[from + 6] == '.'
                && digit(in, from + 7) >= 0;
        if (!http) {
            return Malformed.framing("The start line does not name a version of HTTP.");
        }
        minorVersion = digit(in, from + 7);
        if (digit(in, from + 5) == 1 && minorVersion <= 1) {
            return null;
        }
        return new Malformed(
                digit(in, from + 5) == 1 ? Malformed.Reason.MINOR_VERSION : Malformed.Reason.VERSION,
                "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    }

    static int digit(byte[] in, int at) {
        int digit = in[at] - '0';
        return digit <= 9 ? digit : -1;
    }

    static boolean isTarget(byte octet) {
        return (CLASSES[octet & 0xff] & TARGET) != 0;
    }

    static boolean isValue(byte octet) {
        return (CLASSES[octet & 0xff] & VALUE) != 0;
    }

    /// @return  the number of octets that the field says; negative: it is no number of octets
    static long decimal(byte[] octets, int from, int to) {
        if (from == to || to - from > 18 || octets[from] == '0' && to - from > 1) { // some read an octal number
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = octets[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    static Malformed tooLargeHead(HttpLimits limits) {
        return new Malformed(
                Malformed.Reason.HEAD_TOO_LARGE,
                "The head is larger than " + limits.headBytes() + " octets or has more than " + limits.headerCount()
                        + " fields.");
    }
}
